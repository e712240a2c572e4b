package org.vicinity.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    private static final List<String> PAGES = List.of(
            "/",
            "/enroll",
            "/confirm",
            "/login",
            "/reset",
            "/account",
            "/search",
            "/offenders/R1",
            "/unenroll",
            "/manual",
            "/faq",
            "/privacy",
            "/accessibility",
            "/no-such-page");

    /** Keys that scripts put together from a word of the API, and those of them that have a text. */
    private static final Pattern MADE_UP_KEY = Pattern.compile("(type|status|sex|channel|geocoder)-.*");

    private final Site site = new Site("Sheriff <of> Sample & County", "", "", "");

    @Test
    void everyLanguageHasTheSameTexts() {
        assertThat(keys("en")).isEqualTo(keys("es")).hasSizeGreaterThan(60);
    }

    @Test
    void whatScriptsSayIsThereAndNothingIsLeftOver() {
        var used = Stream.of("messages", "api", "page", "map", "registry", "enroll", "confirm", "login", "reset")
                .collect(Collectors.toCollection(HashSet::new));
        used.addAll(Set.of("account", "search", "offenders", "unenroll"));
        var said = used.stream().map(name -> asset(name + ".js")).collect(Collectors.joining());
        for (var key : keys("en")) {
            if (!MADE_UP_KEY.matcher(key).matches()) {
                assertThat(said.contains("'" + key + "'")).as(key).isTrue();
            }
        }
        assertThat(keys("en"))
                .containsAll(find("(?:text|nodes)\\('([a-z-]+)'", said))
                .containsAll(find("\\n    \\['([a-z-]+)',", said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "es"})
    void pagesKeepToTheContentSecurityPolicyAndLinkToWhatIsThere(String language) {
        for (var path : PAGES) {
            var html = html(path, language);
            assertThat(html)
                    .as(path)
                    .startsWith("<!doctype html>\n<html lang=\"" + language + "\">")
                    .doesNotContain("{{")
                    .doesNotContainPattern("<form(?! method=\"post\")")
                    .doesNotContainPattern("<script(?![^>]* src=)")
                    .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=");
            for (var link : find("(?:href|src)=\"(/[^\"#?]*)", html)) {
                assertThat(link.equals("/")
                                || site.asset(link).isPresent()
                                || site.page(link, language).found())
                        .as(path + " leads to " + link)
                        .isTrue();
            }
            assertThat(find(" id=\"([^\"]+)\"", html))
                    .as("fields of " + path)
                    .containsAll(find("<label for=\"([^\"]+)\"", html));
        }
    }

    @Test
    void scriptsImportWhatIsThere() {
        for (var name : List.of("page.js", "account.js", "search.js", "offenders.js", "map.js", "api.js")) {
            for (var imported : find("from '\\./([a-z]+\\.js)'", asset(name))) {
                assertThat(site.asset("/assets/" + imported)).as(imported).isPresent();
            }
        }
    }

    @Test
    void theAuthorityIsNamedAsTextNotAsMarkup() {
        assertThat(html("/privacy", "en")).contains("Sheriff &lt;of&gt; Sample &amp; County");
        assertThat(new String(new Site("", "", "", "").page("/", "en").file().content(), StandardCharsets.UTF_8))
                .contains("trial installation");
    }

    @Test
    void onlyCleanAddressesArePages() {
        for (var path :
                List.of("/home", "/missing", "/offenders", "/offenders/", "/offenders/a/b", "/en/faq", "/../x")) {
            assertThat(site.page(path, "en").found()).as(path).isFalse();
        }
        assertThat(site.asset("/assets/../layout.html")).isEmpty();
    }

    private String html(String path, String language) {
        return new String(site.page(path, language).file().content(), StandardCharsets.UTF_8);
    }

    private String asset(String name) {
        return new String(site.asset("/assets/" + name).orElseThrow().content(), StandardCharsets.UTF_8);
    }

    /** The keys of the texts that scripts find in a page. */
    private Set<String> keys(String language) {
        var page = html("/", language);
        return find("<p id=\"([^\"]+)\">", page.substring(page.indexOf("<template")));
    }

    private static Set<String> find(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
