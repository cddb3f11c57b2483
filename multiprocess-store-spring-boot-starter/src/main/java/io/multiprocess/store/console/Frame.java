package io.multiprocess.store.console;

import io.multiprocess.store.console.KnownStores.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every page needs besides what it shows.
 *
 * @param link addresses of other pages
 * @param style address of the style sheet
 * @param icon address of the icon
 * @param script address of the script that replaces parts of pages, if there is one
 * @param live address of the script that tells when
 * @param known whether the asker may know anything of the stores
 * @param readOnly whether there are no forms that change anything
 * @param hidden fields that every form has to send
 * @param stores what was last counted in each store
 */
record Frame(
    Links link,
    String style,
    String icon,
    @Nullable String script,
    String live,
    boolean known,
    boolean readOnly,
    List<Hidden> hidden,
    List<Summary> stores) {

  /**
   * A field that a form sends and nobody sees.
   *
   * @param name its name
   * @param value its value
   */
  record Hidden(String name, String value) {}

  /** How many conflicts are open in all stores. */
  public long conflicts() {
    return stores.stream().mapToLong(store -> store.counts().conflicts()).sum();
  }

  /** What the counts are recognised by. */
  public String seen() {
    return Fingerprint.of(stores);
  }
}
