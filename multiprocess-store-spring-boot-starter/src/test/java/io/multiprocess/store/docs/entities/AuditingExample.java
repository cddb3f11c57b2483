package io.multiprocess.store.docs.entities;

import io.multiprocess.store.repository.callback.EnableStoreAuditing;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.AuditorAware;

/** Who wrote an article, and when. */
final class AuditingExample {

  private AuditingExample() {}

  // example: auditing
  @Configuration(proxyBeanMethods = false)
  @EnableStoreAuditing
  static class Auditing {

    @Bean
    AuditorAware<String> auditor() {
      return () -> Optional.of(System.getProperty("user.name"));
    }
  }

  // end

  // example: audited
  record Article(
      @Id String id,
      String title,
      @CreatedDate @Nullable Instant created,
      @CreatedBy @Nullable String author,
      @LastModifiedDate @Nullable Instant modified,
      @LastModifiedBy @Nullable String editor,
      @Version @Nullable String revision) {}
  // end
}
