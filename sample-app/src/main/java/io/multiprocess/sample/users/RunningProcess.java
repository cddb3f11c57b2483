package io.multiprocess.sample.users;

import io.multiprocess.store.spring.StoreTemplate;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Which of the processes this is; the pages' footer tells. */
@Component("process")
class RunningProcess {

  private final Environment environment;
  private final StoreTemplate store;

  RunningProcess(Environment environment, StoreTemplate store) {
    this.environment = environment;
    this.store = store;
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
    return store.files().map(files -> files.directory().toString()).orElse(store.name());
  }
}
