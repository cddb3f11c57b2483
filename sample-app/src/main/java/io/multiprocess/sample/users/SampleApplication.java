package io.multiprocess.sample.users;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The user manager as a web application. */
@SpringBootApplication
@EnableScheduling
public class SampleApplication {

  /** Starts it. */
  public static void main(String[] args) {
    SpringApplication.run(SampleApplication.class, args);
  }
}
