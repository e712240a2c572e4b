package org.vicinity.itests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A window of the machine's Chromium, without a screen. */
final class Window implements AutoCloseable {
    private static final String AXE = axe();

    private final ChromeDriver driver;
    private final String root;

    private Window(ChromeDriver driver, String root) {
        this.driver = driver;
        this.root = root;
    }

    /** Whether this machine has what a window needs: Chromium and its driver. */
    static boolean possible() {
        return chromium().isPresent() && chromeDriver().isPresent();
    }

    private static Optional<Path> chromium() {
        return program("chromium", "chromium-browser", "google-chrome");
    }

    private static Optional<Path> chromeDriver() {
        return program("chromedriver");
    }

    private static Optional<Path> program(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param language what the browser asks pages for */
    static Window open(String root, String language) {
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions();
        options.setBinary(chromium().orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--lang=" + language);
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromeDriver().orElseThrow().toFile())
                .build();
        var window = new Window(new ChromeDriver(service, options), root);
        window.width(1100);
        return window;
    }

    /** Makes the window so many CSS pixels wide. */
    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", pixels < 600));
    }

    /** How many pixels the page is wider than the window. */
    long overhang() {
        return (Long) driver.executeScript("return document.documentElement.scrollWidth - window.innerWidth");
    }

    /** To a path of ours, or a whole link as it was mailed. */
    void go(String where) {
        driver.get(where.startsWith("http") ? where : root + where);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    String language() {
        return driver.findElement(By.tagName("html")).getAttribute("lang");
    }

    /** Waits until this is to be seen. */
    WebElement see(String css) {
        return see(css, "");
    }

    /** Waits until this is to be seen with such a text. */
    WebElement see(String css, String text) {
        return until(css + " with \"" + text + "\"", () -> driver.findElements(By.cssSelector(css)).stream()
                .filter(found -> found.isDisplayed() && found.getText().contains(text))
                .findFirst());
    }

    void press(String css) {
        see(css).click();
    }

    void press(String css, String text) {
        see(css, text).click();
    }

    void type(String css, CharSequence... text) {
        var field = see(css);
        field.clear();
        field.sendKeys(text);
    }

    /** Presses keys where the focus is. */
    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Goes on with the Tab key until this has the focus. */
    void tabTo(String css) {
        for (int i = 0; i < 60; i++) {
            keys(Keys.TAB);
            if (!driver.findElements(By.cssSelector(css + ":focus")).isEmpty()) {
                return;
            }
        }
        throw new AssertionError("the Tab key does not lead to " + css);
    }

    /** Drags what is at this place of the element's middle by so many pixels. */
    void drag(WebElement element, int x, int y) {
        new Actions(driver).dragAndDropBy(element, x, y).perform();
    }

    String value(String css) {
        return see(css).getDomProperty("value");
    }

    /** Waits until the field has a value other than this one, and returns it. */
    String otherValue(String css, String before) {
        return until(css + " with another value than " + before, () -> Optional.of(value(css))
                .filter(value -> !value.equals(before)));
    }

    /** What of the page as it is now keeps somebody out, by the rules of WCAG 2.2 AA that axe-core can judge. */
    @SuppressWarnings("unchecked")
    List<String> barriers() {
        driver.executeScript(AXE);
        return (List<String>)
                driver.executeAsyncScript(
                        """
                const done = arguments[0];
                axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
                  .then((report) => done(report.violations.map((rule) => `${rule.id}: ${rule.nodes[0].html}`)));
                """);
    }

    private static String axe() {
        try (var script = Window.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the browser complained about since it was asked last: scripts, policy, resources. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    private static <T> T until(String what, Supplier<Optional<T>> look) {
        return await(what)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(look::get, Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
