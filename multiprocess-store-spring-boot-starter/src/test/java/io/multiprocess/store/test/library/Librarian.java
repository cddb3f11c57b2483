package io.multiprocess.store.test.library;

import org.springframework.stereotype.Service;

/** Works with the stores, but is none of them. */
@Service
public class Librarian {

  private final Books books;

  Librarian(Books books) {
    this.books = books;
  }

  /** Adds a book. */
  public Book add(String id, String title) {
    return books.save(new Book(id, null, title));
  }
}
