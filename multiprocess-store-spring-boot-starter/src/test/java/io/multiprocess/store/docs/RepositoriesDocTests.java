package io.multiprocess.store.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.docs.DocumentedBooks.Author;
import io.multiprocess.store.docs.DocumentedBooks.Book;
import io.multiprocess.store.docs.DocumentedBooks.Books;
import io.multiprocess.store.docs.DocumentedBooks.Title;
import io.multiprocess.store.repository.StoreRepositoryFactory;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.domain.Page;
import org.springframework.data.repository.query.parser.Part;

/** Holds that docs/repositories.md tells what the code does. */
class RepositoriesDocTests {

  private static final Path DOCUMENT = Path.of("../docs/repositories.md");
  private static final Path EXAMPLES =
      Path.of("src/test/java/io/multiprocess/store/docs/DocumentedBooks.java");
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir Path directory;

  @Test
  void javaInTheDocumentIsTheJavaOfTheExamples() throws IOException {
    String examples = flattened(Files.readString(EXAMPLES, UTF_8));
    List<String> blocks =
        Pattern.compile("(?s)```java\\n(.*?)```")
            .matcher(Files.readString(DOCUMENT, UTF_8))
            .results()
            .map(block -> flattened(block.group(1)))
            .toList();
    assertThat(blocks).hasSize(6).allSatisfy(block -> assertThat(examples).contains(block));
  }

  @Test
  void theDocumentNamesEveryKeyword() throws IOException {
    String document = Files.readString(DOCUMENT, UTF_8);
    for (Part.Type keyword : Part.Type.values()) {
      assertThat(keyword.getKeywords())
          .anySatisfy(word -> assertThat(document).contains("`" + word + "`"));
    }
  }

  @Test
  void examplesDoWhatTheySay() {
    try (StoreTemplate template = new StoreTemplateFactory(List.of()).open("books", directory)) {
      Books books = new StoreRepositoryFactory(template).getRepository(Books.class);
      books.save(book("1", "The guide", 300, 1, "Bonn", List.of("java", "spring")));
      books.save(book("2", "A Guidebook", 100, 2, "Ulm", List.of("java")));
      books.save(book("3", "Poems", 50, 3, "Bonn", List.of("verse")));
      books.save(book("4", "Unready", null, null, null, List.of("draft")));
      books.save(book("5", "Nothing", 1, 4, null, List.of()));

      assertThat(isbns(books.findByTitleContainingIgnoreCase("GUIDE"))).containsExactly("1", "2");
      assertThat(isbns(books.findByAuthorsCityAndPagesBetween("Bonn", 50, 99)))
          .containsExactly("3");
      assertThat(books.findFirstByTagsContainingOrderByPublishedDesc("java"))
          .map(Book::isbn)
          .contains("2");
      assertThat(books.findByTagsIn(List.of("verse", "draft"), Title.class))
          .extracting(Title::getTitle)
          .containsExactly("Poems", "Unready");
      assertThat(books.countByPublishedIsNull()).isEqualTo(1);
      assertThat(isbns(books.drafts())).containsExactly("4");
      List<Page<Book>> pages = DocumentedBooks.pages(books, START);
      assertThat(isbns(pages.get(0).getContent())).containsExactly("1", "3");
      assertThat(isbns(pages.get(1).getContent())).containsExactly("5", "2");
      List<Book> scrolled = new ArrayList<>();
      DocumentedBooks.windows(books).forEachRemaining(scrolled::add);
      assertThat(isbns(scrolled)).containsExactly("2", "5", "3", "1");
      assertThat(DocumentedBooks.titles(books))
          .extracting(Title::getTitle)
          .containsExactly("A Guidebook", "The guide");
      assertThat(isbns(books.deleteByTagsIsEmpty())).containsExactly("5");
      assertThat(books.count()).isEqualTo(4);
    }
  }

  private static Book book(
      String isbn,
      String title,
      @Nullable Integer pages,
      @Nullable Integer day,
      @Nullable String city,
      List<String> tags) {
    Instant published = day == null ? null : START.plusSeconds(day * 86_400L);
    return new Book(isbn, title, pages, published, List.of(new Author("Anna", city)), tags, null);
  }

  private static List<String> isbns(List<Book> books) {
    return books.stream().map(Book::isbn).toList();
  }

  /** Text without its line breaks and indentation, which depend on what stands around it. */
  private static String flattened(String text) {
    return text.replaceAll("\\s+", "");
  }
}
