package io.multiprocess.store.faults;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A system call that fails.
 *
 * @param call the call
 * @param error what the kernel answers
 * @param lasting whether all later calls of that name fail as well
 */
record Fault(SystemCall call, String error, boolean lasting) {

  private static final List<String> ALL =
      List.of("EIO", "ENOSPC", "EDQUOT", "EMFILE", "EROFS", "EACCES", "EINTR");
  private static final List<String> CHANGES = List.of("EIO", "ENOSPC", "EDQUOT", "EROFS", "EACCES");

  /** Calls of the operation alone: a JVM that cannot open or read files cannot load classes. */
  private static final Set<String> MAY_LAST =
      Set.of("mkdir", "rename", "fsync", "write", "link", "unlink", "rmdir", "getdents64");

  /** Everything that makes sense for a call to answer. */
  static Stream<Fault> of(SystemCall call) {
    Stream<Fault> once = errors(call.name()).stream().map(error -> new Fault(call, error, false));
    return MAY_LAST.contains(call.name())
        ? Stream.concat(
            once,
            errors(call.name()).stream()
                .filter(error -> !error.equals("EINTR"))
                .map(error -> new Fault(call, error, true)))
        : once;
  }

  private static List<String> errors(String name) {
    return switch (name) {
      case "openat", "mkdir", "rename", "fsync", "write" -> ALL;
      case "link" -> CHANGES;
      case "unlink", "rmdir" -> List.of("EIO", "EROFS", "EACCES");
      case "newfstatat", "access", "statx", "stat", "lstat" -> List.of("EIO", "EACCES");
      case "read", "close" -> List.of("EIO", "EINTR");
      default -> List.of("EIO");
    };
  }

  /** Whether what fails may be the removal of an unfinished file, which looks before it removes. */
  boolean cleansUp() {
    return Set.of("unlink", "rmdir").contains(call.name())
        || (call.name().equals("statx") && call.paths().get(0).startsWith(".local/tmp/"));
  }

  /** The tracer's word for it. */
  String expression() {
    return "inject=%s:error=%s:when=%d%s"
        .formatted(call.name(), error, call.number(), lasting ? "+" : "");
  }

  @Override
  public String toString() {
    return "%s%s at %s".formatted(error, lasting ? " from then on" : "", call);
  }
}
