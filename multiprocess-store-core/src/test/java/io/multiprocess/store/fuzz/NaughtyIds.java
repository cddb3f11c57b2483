package io.multiprocess.store.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ids that have broken somebody's software before. */
final class NaughtyIds {

  private static final List<String> KNOWN =
      List.of(
          "",
          " ",
          "  leading",
          "trailing ",
          "trailing.",
          ".",
          "..",
          "...",
          "/",
          "//",
          "\\",
          "../escape",
          "../../../../etc/passwd",
          "..\\..\\windows",
          "a/../../b",
          "/etc/passwd",
          "a/b",
          "a/",
          "~",
          "~root",
          "-rf",
          "--help",
          "*",
          "?",
          "$HOME",
          "$(id)",
          "`id`",
          "%",
          "%%",
          "%_",
          "%__",
          "%_%2E%2E",
          "%_..%2Fescape",
          "%2e%2e%2f",
          "%00",
          "%_%00",
          "%_%C0%80",
          "%_a",
          "%_%61",
          "\0",
          "a\0b",
          "\u0001\u0002\u001f\u007f\u0085\u009f",
          "line\nbreak",
          "carriage\rreturn",
          "tab\there",
          "\ufeffbom",
          "\ufffe\uffff",
          "\ud800",
          "\udc00\ud800",
          "a\ud83d",
          "😀",
          "👩‍👩‍👧‍👦🏳️‍🌈",
          "田中さんにあげて下さい",
          "ÅÍÎÏ˝ÓÔ\uf8ffÒÚÆ☃",
          "\u202etest\u202c",
          "\u200b\u200e\u2060",
          "مناقشة سبل",
          "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
          "e\u0301",
          "é",
          "ﬁ",
          "İı",
          "ß",
          "CON",
          "nul",
          "PRN.txt",
          "COM1",
          "lpt9.json",
          "CLOCK$",
          "a:b",
          "C:\\x",
          "file:///etc/passwd",
          "<script>alert(1)</script>",
          "' OR 1=1--",
          "\"",
          "{}",
          "null",
          "undefined",
          "NaN",
          "true",
          "0",
          "-1",
          "1e999",
          "__proto__",
          "constructor",
          ".local",
          ".tombstones",
          ".store.json",
          ".LOCAL",
          ".git",
          ".DS_Store",
          "Thumbs.db",
          "~syncthing~x.tmp",
          ".syncthing.x.tmp",
          "x.sync-conflict-20260101-000000-AAAAAAA",
          "A-Za-z0-9",
          "A-Za-z0-9foo",
          "0-833f0fbe0c424fd390e7a5b55c35aee3",
          "urn:isbn:1",
          "x".repeat(254),
          "x".repeat(255),
          "x".repeat(256),
          "é".repeat(127),
          "é".repeat(128),
          "/".repeat(84),
          "/".repeat(85),
          "😀".repeat(64),
          "\n".repeat(255),
          "x".repeat(100_000));

  private NaughtyIds() {}

  static List<String> known() {
    return KNOWN;
  }

  /** A known one, or one stirred from their pieces. */
  static String any(Random random) {
    if (random.nextInt(3) > 0) {
      return KNOWN.get(random.nextInt(KNOWN.size()));
    }
    StringBuilder id = new StringBuilder();
    for (int pieces = 1 + random.nextInt(4); pieces > 0; pieces--) {
      String piece = KNOWN.get(random.nextInt(KNOWN.size()));
      int length = Math.min(piece.length(), 6);
      int start = random.nextInt(piece.length() - length + 1);
      id.append(piece, start, start + length);
    }
    return id.toString();
  }

  /** As many different ones. */
  static List<String> some(int number, Random random) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      ids.add(any(random));
    }
    return ids;
  }
}
