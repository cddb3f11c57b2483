package io.multiprocess.store.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.spring.StoreMonitor;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Tells open pages of the console that something in the stores is not what it was, by server-sent
 * events. An event names nothing: a page that hears it looks for itself.
 *
 * <p>It ends its answers when it is stopped, so that a server that shuts down gracefully need not
 * wait for browsers.
 */
public final class ConsoleEvents implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ConsoleEvents.class);

  private static final byte[] CHANGED = "event: changed\ndata:\n\n".getBytes(UTF_8);

  /** A comment; who has gone is noticed by it. */
  private static final byte[] BEAT = ":\n\n".getBytes(UTF_8);

  private static final Duration BETWEEN_BEATS = Duration.ofSeconds(15);

  /** What happens within this time is told together. */
  private static final Duration TOGETHER = Duration.ofMillis(100);

  /** Browsers come again afterwards. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final int MOST_PAGES = 200;

  private final List<StoreMonitor> monitors = new ArrayList<>();
  private final Set<AsyncContext> pages = ConcurrentHashMap.newKeySet();
  private final Runnable listener = this::changed;
  private final AtomicBoolean isPending = new AtomicBoolean();
  private volatile @Nullable ScheduledThreadPoolExecutor executor;

  /** Events of the given stores, which begin with {@link #start()}. */
  public ConsoleEvents(Iterable<StoreMonitor> monitors) {
    monitors.forEach(this.monitors::add);
  }

  /** Answers a page with events until it is closed; with nothing if that cannot be. */
  void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!request.isAsyncSupported() || !isRunning() || pages.size() >= MOST_PAGES) {
      // The one answer after which a browser does not come again.
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    response.setContentType("text/event-stream;charset=UTF-8");
    // Some proxies would keep it until there is more.
    response.setHeader("X-Accel-Buffering", "no");
    response.getOutputStream().write(BEAT);
    response.flushBuffer();
    AsyncContext page = request.startAsync();
    page.setTimeout(LONGEST.toMillis());
    page.addListener(new Ending(page));
    pages.add(page);
    if (!isRunning()) {
      end(page);
    }
  }

  private void changed() {
    ScheduledThreadPoolExecutor running = executor;
    if (running != null && isPending.compareAndSet(false, true)) {
      Future<?> unused =
          running.schedule(this::tellChange, TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void tellChange() {
    isPending.set(false);
    tell(CHANGED);
  }

  private void tell(byte[] event) {
    for (AsyncContext page : pages) {
      try {
        OutputStream output = page.getResponse().getOutputStream();
        output.write(event);
        output.flush();
      } catch (IOException | IllegalStateException e) {
        log.trace("A page was closed", e);
        end(page);
      }
    }
  }

  private void end(AsyncContext page) {
    if (pages.remove(page)) {
      try {
        page.complete();
      } catch (IllegalStateException e) {
        log.trace("A page had been closed", e);
      }
    }
  }

  /** How many pages are told. */
  int pages() {
    return pages.size();
  }

  @Override
  public void start() {
    if (executor == null) {
      CustomizableThreadFactory threads =
          new CustomizableThreadFactory("multiprocess-store-console-");
      threads.setDaemon(true);
      ScheduledThreadPoolExecutor running =
          new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
      Future<?> unused =
          running.scheduleWithFixedDelay(
              () -> tell(BEAT),
              BETWEEN_BEATS.toMillis(),
              BETWEEN_BEATS.toMillis(),
              TimeUnit.MILLISECONDS);
      isPending.set(false);
      executor = running;
      monitors.forEach(monitor -> monitor.addListener(listener));
    }
  }

  @Override
  public void stop() {
    ScheduledThreadPoolExecutor running = executor;
    if (running != null) {
      monitors.forEach(monitor -> monitor.removeListener(listener));
      executor = null;
      running.shutdownNow();
      pages.forEach(this::end);
    }
  }

  @Override
  public boolean isRunning() {
    return executor != null;
  }

  /** Forgets a page that has ended, by whatever. */
  private final class Ending implements AsyncListener {

    private final AsyncContext page;

    Ending(AsyncContext page) {
      this.page = page;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      pages.remove(page);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      end(page);
    }

    @Override
    public void onError(AsyncEvent event) {
      end(page);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
