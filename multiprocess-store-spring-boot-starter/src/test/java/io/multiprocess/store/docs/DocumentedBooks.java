package io.multiprocess.store.docs;

import io.multiprocess.store.repository.StoreRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.ExampleMatcher.StringMatcher;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.support.WindowIterator;

/** The Java of docs/repositories.md. A probe has nulls where an entity must not. */
@NullUnmarked
final class DocumentedBooks {

  private DocumentedBooks() {}

  record Author(String name, @Nullable String city) {}

  record Book(
      @Id String isbn,
      String title,
      @Nullable Integer pages,
      @Nullable Instant published,
      List<Author> authors,
      List<String> tags,
      @Version @Nullable String revision) {}

  interface Books extends StoreRepository<Book, String> {

    List<Book> findByTitleContainingIgnoreCase(String part);

    List<Book> findByAuthorsCityAndPagesBetween(String city, int from, int to);

    Optional<Book> findFirstByTagsContainingOrderByPublishedDesc(String tag);

    Page<Book> findByPublishedAfter(Instant moment, Pageable pageable);

    Window<Book> findFirst2ByPagesGreaterThanOrderByTitle(int pages, ScrollPosition position);

    <V> List<V> findByTagsIn(Collection<String> tags, Class<V> view);

    long countByPublishedIsNull();

    List<Book> deleteByTagsIsEmpty();

    default List<Book> drafts() {
      return findAll(Example.of(new Book(null, null, null, null, null, List.of("draft"), null)));
    }
  }

  interface Title {
    String getTitle();
  }

  static List<Page<Book>> pages(Books books, Instant start) {
    Page<Book> first =
        books.findByPublishedAfter(start, PageRequest.of(0, 2, Sort.by("title").descending()));
    Page<Book> second = books.findByPublishedAfter(start, first.nextPageable());
    return List.of(first, second);
  }

  static WindowIterator<Book> windows(Books books) {
    WindowIterator<Book> all =
        WindowIterator.of(position -> books.findFirst2ByPagesGreaterThanOrderByTitle(0, position))
            .startingAt(ScrollPosition.keyset());
    return all;
  }

  static List<Title> titles(Books books) {
    List<Title> titles =
        books.findBy(
            Example.of(
                new Book(null, "GUIDE", null, null, null, null, null),
                ExampleMatcher.matching()
                    .withStringMatcher(StringMatcher.CONTAINING)
                    .withIgnoreCase()),
            query -> query.sortBy(Sort.by("pages")).limit(10).as(Title.class).all());
    return titles;
  }
}
