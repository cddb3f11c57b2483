package io.multiprocess.sample.users.admin;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** A page with charts, and the figures that it draws. */
@Controller
class AdminPage {

  private final ConflictHistory history;

  AdminPage(ConflictHistory history) {
    this.history = history;
  }

  @GetMapping("/admin")
  String page() {
    return "admin";
  }

  @GetMapping("/admin/conflicts")
  ResponseEntity<ConflictChart> conflicts() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(ConflictChart.of(history.figures()));
  }
}
