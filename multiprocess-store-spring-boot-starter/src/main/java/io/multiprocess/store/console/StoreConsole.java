package io.multiprocess.store.console;

import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.StoreException;
import io.multiprocess.store.console.Frame.Hidden;
import io.multiprocess.store.spring.IndexReports;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.replication.ReplicationState;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;

/**
 * The web console as a servlet.
 *
 * <p>It is one, and no controller, so that it neither uses nor disturbs anything that an
 * application has set up for its own pages: views, converters, advice and interceptors. Filters see
 * its requests like any other, Spring Security's among them.
 *
 * <p>Every page works without script. With the webjar of htmx on the class path, pages show at once
 * what somebody has written.
 */
public final class StoreConsole extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final Logger log = LoggerFactory.getLogger(StoreConsole.class);

  private final transient ConsoleSettings settings;
  private final transient ConsoleEvents events;
  private final transient KnownStores stores;
  private final transient Gate gate;
  private final transient Assets assets = new Assets();
  private final transient Rendering rendering = new Rendering();
  private final transient StorePages storePages;
  private final transient ObjectPages objectPages;
  private final transient MergePages mergePages;
  private final transient BackgroundPages backgroundPages;

  /**
   * A console of the given stores.
   *
   * @param events what tells pages of changes
   * @param indexes how it stands with the indexes of the stores
   * @param replications what is known of the replication of a store, by its name
   * @throws IllegalArgumentException if a sensitive store is none of them
   */
  public StoreConsole(
      ConsoleSettings settings,
      Iterable<StoreMonitor> monitors,
      ConsoleEvents events,
      IndexReports indexes,
      Function<String, Optional<ReplicationState>> replications) {
    this.settings = settings;
    this.events = events;
    this.stores = new KnownStores(monitors, settings.sensitive());
    for (String name : settings.sensitive()) {
      if (!stores.names().contains(name)) {
        throw new IllegalArgumentException(
            "Sensitive store '%s' is not there; the stores are %s".formatted(name, stores.names()));
      }
    }
    this.gate = new Gate(settings.allowRemote());
    this.storePages = new StorePages(stores);
    this.objectPages = new ObjectPages(stores);
    this.mergePages = new MergePages(stores);
    this.backgroundPages = new BackgroundPages(stores, indexes, replications);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Gate.setHeaders(response);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    if (request.getCharacterEncoding() == null) {
      request.setCharacterEncoding(StandardCharsets.UTF_8);
    }
    Frame frame = bare(new Links(request.getContextPath() + settings.path()));
    try {
      gate.admit(request);
      String page = Objects.requireNonNullElse(request.getPathInfo(), "/").substring(1);
      if (isRead(request) && assets.send(page, response)) {
        return;
      }
      if (request.getMethod().equals("GET") && page.equals("live/events")) {
        events.open(request, response);
        return;
      }
      frame = frame(request, response, frame.link());
      send(answer(request, page, frame), frame, response);
    } catch (ConsoleException e) {
      tell(e.status(), e.title(), e.text(), frame, response);
    } catch (ObjectNotFoundException e) {
      tell(404, "Not here", String.valueOf(e.getMessage()), frame, response);
    } catch (InvalidIdException e) {
      tell(400, "This does not make sense", String.valueOf(e.getMessage()), frame, response);
    } catch (StoreException e) {
      log.warn("{} {} failed", request.getMethod(), request.getRequestURI(), e);
      tell(500, "The store failed", String.valueOf(e.getMessage()), frame, response);
    } catch (RuntimeException e) {
      log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
      tell(500, "This failed", "The log of the application says why.", frame, response);
    }
  }

  private Answer answer(HttpServletRequest request, String page, Frame frame) {
    Query query = new Query(request);
    if (isRead(request)) {
      return read(page, query, frame);
    }
    if (!request.getMethod().equals("POST")) {
      throw ConsoleException.methodNotAllowed(
          "The console knows GET and POST, not %s.".formatted(request.getMethod()));
    }
    Gate.requireSameOrigin(request);
    if (settings.readOnly()) {
      throw ConsoleException.forbidden(
          "This console only shows: multiprocess-store.console.read-only is true.");
    }
    return write(page, query, frame.link(), Gate.hasToken(request));
  }

  private Answer read(String page, Query query, Frame frame) {
    return switch (page) {
      case "" -> storePages.stores();
      case "objects" -> storePages.objects(query);
      case "object" -> objectPages.object(query);
      case "revision" -> objectPages.revision(query);
      case "diff" -> objectPages.diff(query);
      case "conflicts" -> storePages.conflicts(query);
      case "merge" -> mergePages.merge(query);
      case "background" -> backgroundPages.background();
      case "live/background" -> backgroundPages.liveBackground(query);
      case "live/summary" -> storePages.liveSummary(query, frame);
      case "live/stores" -> storePages.liveStores(query, frame);
      case "live/conflicts" -> storePages.liveConflicts(query);
      case "live/object" -> objectPages.liveObject(query);
      case "live/merge" -> mergePages.liveMerge(query);
      default -> throw noPage(page);
    };
  }

  private Answer write(String page, Query query, Links link, boolean hasToken) {
    if (!hasToken) {
      String reason =
          "This form had expired. Nothing was done; look at it once more, and send it again.";
      if (page.equals("merge")) {
        return mergePages.again(query, 403, reason);
      }
      throw ConsoleException.forbidden(reason);
    }
    return switch (page) {
      case "merge" -> mergePages.decide(query, link);
      case "preview" -> mergePages.preview(query);
      case "restore" -> objectPages.restore(query, link);
      case "undelete" -> objectPages.undelete(query, link);
      default -> throw noPage(page);
    };
  }

  private static ConsoleException noPage(String page) {
    return ConsoleException.notFound("The console has no page '%s'.".formatted(page));
  }

  private static boolean isRead(HttpServletRequest request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  private Frame frame(HttpServletRequest request, HttpServletResponse response, Links link) {
    List<Hidden> hidden = new ArrayList<>();
    hidden.add(new Hidden(Gate.TOKEN, gate.token(request, response, link.root())));
    // Spring Security need not be there; what it leaves is named by its documentation.
    Object csrf = request.getAttribute("_csrf");
    if (csrf != null && !settings.readOnly()) {
      BeanWrapper token = new BeanWrapperImpl(csrf);
      hidden.add(
          new Hidden(
              String.valueOf(token.getPropertyValue("parameterName")),
              String.valueOf(token.getPropertyValue("token"))));
    }
    return new Frame(
        link,
        asset(link, Assets.STYLE),
        asset(link, Assets.ICON),
        assets.address(Assets.SCRIPT).map(link::to).orElse(null),
        asset(link, Assets.LIVE),
        true,
        settings.readOnly(),
        hidden,
        stores.summaries());
  }

  /** A frame that tells nothing of the stores. */
  private Frame bare(Links link) {
    return new Frame(
        link,
        asset(link, Assets.STYLE),
        asset(link, Assets.ICON),
        null,
        asset(link, Assets.LIVE),
        false,
        true,
        List.of(),
        List.of());
  }

  private String asset(Links link, String name) {
    return link.to(assets.address(name).orElse(name));
  }

  private void send(Answer answer, Frame frame, HttpServletResponse response) throws IOException {
    if (answer instanceof Answer.Redirect redirect) {
      response.setStatus(303);
      response.setHeader("Location", redirect.location());
    } else if (answer instanceof Answer.Page page) {
      Map<String, Object> model = new HashMap<>(page.model());
      model.put("frame", frame);
      model.put("link", frame.link());
      byte[] html = rendering.render(page.template(), model).getBytes(StandardCharsets.UTF_8);
      response.setStatus(page.status());
      response.setContentType("text/html;charset=UTF-8");
      response.setContentLength(html.length);
      response.getOutputStream().write(html);
    } else {
      response.setStatus(204);
    }
  }

  private void tell(
      int status, String title, String text, Frame frame, HttpServletResponse response)
      throws IOException {
    Map<String, Object> model = Map.of("status", status, "title", title, "text", text);
    send(new Answer.Page(status, "message", model), frame, response);
  }
}
