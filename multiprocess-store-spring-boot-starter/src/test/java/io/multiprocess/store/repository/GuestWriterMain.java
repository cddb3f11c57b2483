package io.multiprocess.store.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Writes guests: so many for each number that it reads, and then prints the last one's id and age,
 * which is -1 if it was deleted.
 */
final class GuestWriterMain {

  private final StoreTemplate template;
  private final Random random;

  private GuestWriterMain(StoreTemplate template, long seed) {
    this.template = template;
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws IOException {
    StoreOptions options = StoreOptions.defaults().withDurability(Durability.NONE);
    try (StoreTemplate template =
            new StoreTemplateFactory(List.of()).open("guests", Path.of(arguments[0]), options);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      GuestWriterMain writer = new GuestWriterMain(template, Long.parseLong(arguments[1]));
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        String last = "";
        for (int i = Integer.parseInt(line); i > 0; i--) {
          last = writer.write();
        }
        System.out.println("wrote " + last);
      }
    }
  }

  private String write() {
    String id = "guest-" + random.nextInt(30);
    Optional<Guest> present = template.find(Guest.class, id);
    int age = random.nextInt(10);
    if (present.isEmpty()) {
      template.upsert(Guest.of(id, age, random.nextBoolean() ? "vip" : "other"));
    } else if (random.nextInt(4) == 0) {
      template.delete(id);
      age = -1;
    } else {
      template.replace(present.get().aged(age).livingIn(random.nextBoolean() ? "Bonn" : null));
    }
    return id + " " + age;
  }
}
