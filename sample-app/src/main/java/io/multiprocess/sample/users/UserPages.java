package io.multiprocess.sample.users;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.ObjectNode;

/** The pages for people. Each form posts, redirects, and tells what happened on the next page. */
@Controller
class UserPages {

  private final Users users;

  UserPages(Users users) {
    this.users = users;
  }

  @GetMapping("/")
  String home() {
    return "redirect:/users";
  }

  @GetMapping("/users")
  String list(@RequestParam @Nullable String department, Model model) {
    model.addAttribute("department", department);
    model.addAttribute("users", department == null ? users.all() : users.of(department));
    return "users";
  }

  @GetMapping("/sign-up")
  String signUpForm(Model model) {
    model.addAttribute("form", UserForm.EMPTY);
    return "sign-up";
  }

  @PostMapping("/sign-up")
  String signUp(
      @Validated(UserForm.SignUp.class) @ModelAttribute("form") UserForm form,
      BindingResult result,
      HttpServletResponse response,
      RedirectAttributes next) {
    User user = result.hasErrors() ? null : create(form, result);
    if (user == null) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return "sign-up";
    }
    next.addFlashAttribute(Notice.ATTRIBUTE, Notice.done("'%s' signed up".formatted(user.name())));
    return "redirect:" + user.path();
  }

  @GetMapping("/users/{name}")
  String user(@PathVariable String name, Model model) {
    List<Versioned<ObjectNode>> documents = users.documents(name);
    List<Conflict> conflicts = users.conflicts(name);
    model.addAttribute("summary", users.get(name));
    model.addAttribute("fields", Comparison.of(documents.subList(0, 1)).rows());
    model.addAttribute("revisions", documents.size());
    model.addAttribute("rivalries", conflicts.stream().map(c -> Rivalry.of(c, documents)).toList());
    return "user";
  }

  @GetMapping("/users/{name}/history")
  String history(@PathVariable String name, Model model) {
    model.addAttribute("summary", users.get(name));
    model.addAttribute("entries", HistoryEntry.of(users.documents(name), users.conflicts(name)));
    return "history";
  }

  @GetMapping("/users/{name}/edit")
  String editForm(@PathVariable String name, @RequestParam @Nullable Revision from, Model model) {
    Users.Draft draft = from == null ? users.draft(name) : users.draft(name, from);
    model.addAttribute("form", UserForm.of(draft.values()));
    return editView(name, draft.base(), from, model);
  }

  @PostMapping("/users/{name}/edit")
  String edit(
      @PathVariable String name,
      @RequestParam Revision revision,
      @Validated @ModelAttribute("form") UserForm form,
      BindingResult result,
      HttpServletResponse response,
      Model model,
      RedirectAttributes next) {
    Users.Edit edit = result.hasErrors() ? null : save(name, revision, form, result);
    if (edit == null) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return editView(name, revision, null, model);
    }
    next.addFlashAttribute(Notice.ATTRIBUTE, noticeOf(edit));
    return "redirect:" + User.path(name);
  }

  @GetMapping("/users/{name}/delete")
  String deleteForm(@PathVariable String name, Model model) {
    model.addAttribute("summary", users.get(name));
    return "delete";
  }

  @PostMapping("/users/{name}/delete")
  String delete(@PathVariable String name, RedirectAttributes next) {
    String text = users.delete(name) ? "'%s' is deleted" : "'%s' was deleted already";
    next.addFlashAttribute(Notice.ATTRIBUTE, Notice.done(text.formatted(name)));
    return "redirect:/users";
  }

  private @Nullable User create(UserForm form, BindingResult result) {
    try {
      return users.create(form);
    } catch (DuplicateKeyException taken) {
      result.rejectValue(
          "name", "taken", "The user name '%s' is taken; choose another".formatted(form.name()));
    } catch (InvalidDataAccessApiUsageException unusable) {
      result.rejectValue("name", "unusable", messageOf(unusable));
    }
    return null;
  }

  private Users.@Nullable Edit save(
      String name, Revision base, UserForm form, BindingResult result) {
    try {
      return users.edit(name, base, form);
    } catch (EmptyResultDataAccessException deleted) {
      result.reject(
          "deleted",
          "Somebody deleted '%s' while you were editing. What you typed is still here, not saved."
              .formatted(name));
      return null;
    }
  }

  private String editView(String name, Revision base, @Nullable Revision from, Model model) {
    Map<String, List<Rivalry.Value>> rivals =
        users.conflicts(name).stream()
            .filter(Conflict::current)
            .findFirst()
            .map(conflict -> Rivalry.of(conflict, users.documents(name)).valuesBeside(base))
            .orElse(Map.of());
    model.addAttribute("name", name);
    model.addAttribute("path", User.path(name));
    model.addAttribute("revision", base);
    model.addAttribute("from", from);
    model.addAttribute("rivals", rivals);
    return "edit";
  }

  private static Notice noticeOf(Users.Edit edit) {
    if (edit.rival()) {
      return Notice.conflict(
          "Somebody else edited at the same time; both versions are kept. %s is the winner."
              .formatted(edit.winner() ? "Yours" : "The other one"));
    }
    Revision saved = edit.user().readRevision();
    return Notice.done(
        "Saved as revision %d-%s".formatted(saved.generation(), saved.token().substring(0, 8)));
  }

  private static String messageOf(Exception exception) {
    String message = exception.getMessage();
    return message == null ? exception.toString() : message;
  }
}
