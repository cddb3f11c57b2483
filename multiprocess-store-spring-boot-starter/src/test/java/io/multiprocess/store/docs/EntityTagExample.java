package io.multiprocess.store.docs;

import io.multiprocess.store.Revision;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.web.IfMatch;
import io.multiprocess.store.web.RevisionETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Pages behind HTTP. */
final class EntityTagExample {

  private EntityTagExample() {}

  // example: entity-tags
  @RestController
  static class Pages {

    private final StoreTemplate store;

    Pages(StoreTemplate store) {
      this.store = store;
    }

    @GetMapping("/pages/{id}")
    ResponseEntity<Page> read(@PathVariable String id) {
      return tagged(store.get(Page.class, id));
    }

    @PutMapping("/pages/{id}")
    ResponseEntity<Page> edit(
        @PathVariable String id, @RequestHeader HttpHeaders headers, @RequestBody String text) {
      Revision base = IfMatch.required(headers).base();
      return tagged(store.update(new Page(id, base.toString(), text)));
    }

    private static ResponseEntity<Page> tagged(Page page) {
      Revision revision = Revision.parse(page.revision());
      return ResponseEntity.ok().eTag(RevisionETag.of(revision)).body(page);
    }
  }
  // end
}
