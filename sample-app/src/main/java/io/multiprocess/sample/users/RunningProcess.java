package io.multiprocess.sample.users;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Which of the processes this is; the pages' footer tells. */
@Component("process")
class RunningProcess {

  private final Environment environment;
  private final String directory;

  RunningProcess(Environment environment, @Value("${multiprocess-store.path}") String directory) {
    this.environment = environment;
    this.directory = directory;
  }

  /** Its id in the operating system. */
  public long pid() {
    return ProcessHandle.current().pid();
  }

  /** The port it answers on. */
  public String port() {
    return environment.getProperty("local.server.port", "none");
  }

  /** The directory that it shares. */
  public String directory() {
    return directory;
  }
}
