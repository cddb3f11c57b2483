package io.multiprocess.store.processes;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Classes of a main class, made ready once for the many JVMs that are to start it: they come from
 * an archive that is mapped, instead of being read, parsed and verified by each.
 */
public final class ClassArchive {

  private final Path archive;
  private final String classPath;

  private ClassArchive(Path archive, String classPath) {
    this.archive = archive;
    this.classPath = classPath;
  }

  /**
   * Runs a main class, whose input ends at once, and archives the classes it has loaded until it
   * ends.
   *
   * @param directory where the archive is kept, for as long as it is used
   */
  public static ClassArchive of(Path directory, Class<?> main, String... arguments) {
    ClassArchive made =
        new ClassArchive(directory.resolve("classes.jsa"), archivableClassPath(directory));
    List<String> options = List.of("-XX:ArchiveClassesAtExit=" + made.archive);
    try (ChildProcess training =
        ChildProcess.start(JavaProcess.command(options, made.classPath, main, arguments))) {
      int exit = training.finish();
      if (!Files.exists(made.archive)) {
        throw new AssertionError(
            "No class archive of %s: exit %d, %s %s"
                .formatted(main, exit, training.output(), training.errors()));
      }
    }
    return made;
  }

  /** Starts a main class as {@link JavaProcess} does, only sooner. */
  public ChildProcess start(Class<?> main, String... arguments) {
    return ChildProcess.start(
        JavaProcess.command(
            List.of("-XX:SharedArchiveFile=" + archive), classPath, main, arguments));
  }

  /** Only classes in jars can be archived: what lies in directories is packed. */
  private static String archivableClassPath(Path directory) {
    List<String> jars = new ArrayList<>();
    Pattern separator = Pattern.compile(File.pathSeparator, Pattern.LITERAL);
    for (String entry : separator.split(System.getProperty("java.class.path"), -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        path = pack(path, directory.resolve("classes-" + jars.size() + ".jar"));
      }
      if (Files.exists(path)) {
        jars.add(path.toString());
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static Path pack(Path classes, Path jar) {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        packed.putNextEntry(new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, packed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }
}
