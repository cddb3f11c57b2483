package io.multiprocess.sample.users;

import io.multiprocess.store.Change;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages whose user has changed, by whichever process: the changes feed of the store,
 * carried on as server-sent events.
 */
@Controller
class LivePages implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(LivePages.class);

  /** Browsers come again afterwards. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final StoreTemplate store;
  private final Set<SseEmitter> pages = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ChangeFeed feed;

  LivePages(StoreTemplate store) {
    this.store = store;
  }

  @GetMapping("/live")
  SseEmitter live() throws IOException {
    SseEmitter page = new SseEmitter(LONGEST.toMillis());
    page.onCompletion(() -> pages.remove(page));
    page.onTimeout(page::complete);
    pages.add(page);
    page.send(SseEmitter.event().comment("open"));
    if (!isRunning()) {
      page.complete();
    }
    return page;
  }

  private void tell(Change change) {
    pages.removeIf(page -> !isTold(page, change));
  }

  private static boolean isTold(SseEmitter page, Change change) {
    try {
      page.send(SseEmitter.event().name("changed").data(change.id()));
      return true;
    } catch (IOException | IllegalStateException e) {
      log.trace("A page was closed", e);
      return false;
    }
  }

  @Override
  public void start() {
    feed = store.store().watch(this::tell);
  }

  /** A server that shuts down waits for answers that have not ended. */
  @Override
  public void stop() {
    ChangeFeed followed = feed;
    feed = null;
    if (followed != null) {
      followed.close();
    }
    pages.forEach(SseEmitter::complete);
  }

  @Override
  public boolean isRunning() {
    return feed != null;
  }
}
