package io.multiprocess.sample.users;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless browser with tabs that are known by name. */
final class Chromium implements AutoCloseable {

  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path AXE = Path.of("src/test/npm/node_modules/axe-core/axe.min.js");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final ChromeDriver driver;
  private final Path screenshots;

  private Chromium(ChromeDriver driver, Path screenshots) {
    this.driver = driver;
    this.screenshots = screenshots;
  }

  /**
   * Starts the browser.
   *
   * @param profile directory for its user data
   * @param screenshots directory that takes the pictures
   */
  static Chromium start(Path profile, Path screenshots) throws IOException {
    for (Path needed : List.of(BROWSER, DRIVER)) {
      assertThat(needed)
          .withFailMessage(
              "%s is missing; install it: apt-get install -y chromium chromium-driver", needed)
          .isExecutable();
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .withLogOutput(java.io.OutputStream.nullOutputStream())
            .build();
    Files.createDirectories(screenshots);
    return new Chromium(new ChromeDriver(service, options), screenshots);
  }

  /** A tab's name. */
  String tab() {
    return driver.getWindowHandle();
  }

  /** Opens a tab and goes there. */
  String newTab() {
    return driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
  }

  /** Goes to a tab. */
  void show(String tab) {
    driver.switchTo().window(tab);
  }

  /** Loads a page. */
  void open(String uri) {
    driver.get(uri);
  }

  /** Replaces what a field holds. */
  void type(String field, String text) {
    WebElement input = driver.findElement(By.id(field));
    input.clear();
    input.sendKeys(text);
  }

  /** Presses a button or follows a link. */
  void press(String text) {
    driver
        .findElement(
            By.xpath("//main//*[self::a or self::button][normalize-space()='%s']".formatted(text)))
        .click();
  }

  /** Follows a link of the footer. */
  void follow(String text) {
    driver.findElement(By.xpath("//footer//a[normalize-space()='%s']".formatted(text))).click();
  }

  /** Returns once the page shows a text. */
  void awaitText(String text) {
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsMatching(WebDriverException.class::isInstance)
        .untilAsserted(() -> assertThat(text()).contains(text));
  }

  /** What the page shows. */
  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  /** What the elements show, all at one moment, since a page may be replacing them. */
  List<String> texts(String selector) {
    Object texts =
        driver.executeScript(
            "return [...document.querySelectorAll(arguments[0])].map(each => each.innerText.trim())",
            selector);
    return ((List<?>) requireNonNull(texts)).stream().map(String::valueOf).toList();
  }

  /** Presses or chooses the first element. */
  void choose(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  /**
   * How high a line on a canvas runs, from left to right, each height once until it changes.
   *
   * @param variable of the style sheet, the line's color
   */
  List<Long> heights(String canvas, String variable) {
    Object heights =
        driver.executeScript(
            """
            const canvas = document.querySelector(arguments[0]);
            if (!canvas) {
              return [];
            }
            const probe = document.createElement("canvas").getContext("2d");
            probe.fillStyle =
                getComputedStyle(document.documentElement).getPropertyValue(arguments[1]).trim();
            probe.fillRect(0, 0, 1, 1);
            const color = probe.getImageData(0, 0, 1, 1).data;
            const { data, width, height } =
                canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            const like = at => [0, 1, 2, 3].every(i => Math.abs(data[at + i] - color[i]) < 40);
            const heights = [];
            for (let x = 0; x < width; x++) {
              const rows = [...Array(height).keys()].filter(y => like(4 * (y * width + x)));
              const found = height - rows[0];
              // More rows than a line is thick are a step between two heights.
              if (rows.length > 0 && rows.length <= 4
                  && (heights.length === 0 || Math.abs(heights.at(-1) - found) > 4)) {
                heights.push(found);
              }
            }
            return heights;
            """,
            canvas,
            variable);
    return ((List<?>) requireNonNull(heights)).stream().map(each -> (Long) each).toList();
  }

  /** What breaks a rule of axe-core on the page, by day and by night, with the elements. */
  List<String> inaccessible() throws IOException {
    assertThat(AXE)
        .withFailMessage("%s is missing; install it: npm ci --prefix src/test/npm", AXE)
        .exists();
    List<String> broken = new ArrayList<>();
    for (String scheme : new String[] {"light", "dark"}) {
      emulateScheme(scheme);
      driver.executeScript(Files.readString(AXE));
      Object found =
          driver.executeAsyncScript(
              "const done = arguments[arguments.length - 1];"
                  + "axe.run().then(result => done(result.violations.map(each => each.id + ' '"
                  + " + each.nodes.map(node => node.html).join(' '))), error => done([String(error)]))");
      ((List<?>) requireNonNull(found)).forEach(each -> broken.add(scheme + ": " + each));
    }
    return broken;
  }

  /** What has the focus after so many presses of the tabulator key. */
  String focusedAfterTabs(int presses) {
    for (int i = 0; i < presses; i++) {
      driver.switchTo().activeElement().sendKeys(Keys.TAB);
    }
    return driver.switchTo().activeElement().getText();
  }

  /** Takes pictures on a desk and on a phone, by day and by night. */
  void screenshot(String name) throws IOException {
    assertEverythingIsLocal();
    for (int width : new int[] {1280, 390}) {
      for (String scheme : new String[] {"light", "dark"}) {
        emulate(width, scheme);
        assertThat(number("document.documentElement.scrollWidth - window.innerWidth"))
            .as("overflow of %s at %d px", name, width)
            .isZero();
        Map<String, Object> picture =
            driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        Files.write(
            screenshots.resolve("%s-%d-%s.png".formatted(name, width, scheme)),
            Base64.getDecoder().decode(String.valueOf(picture.get("data"))));
      }
    }
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  @Override
  public void close() {
    driver.quit();
  }

  private void emulateScheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private void emulate(int width, String scheme) {
    emulateScheme(scheme);
    resize(width, 800);
    resize(width, number("document.documentElement.scrollHeight"));
  }

  private int number(String expression) {
    return Integer.parseInt(String.valueOf(driver.executeScript("return " + expression)));
  }

  private void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  private void assertEverythingIsLocal() {
    Object foreign =
        driver.executeScript(
            "return performance.getEntriesByType('resource').map(entry => entry.name)"
                + ".filter(name => !name.startsWith(location.origin + '/'))");
    assertThat(foreign).isEqualTo(List.of());
  }
}
