package org.vicinity.web.internal;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every page in every language and every asset, rendered once and held in memory.
 *
 * <p>A page is a fragment in the one layout. {@code {{key}}} stands for a text; a language's texts (HTML, ours) and
 * its longer articles are in the folder of its name, nowhere else. Scripts find those that begin with
 * {@code script.} in the page.
 */
final class Site {
    /** The first is for those who want none of ours. */
    static final List<String> LANGUAGES = List.of("en", "es");

    /** Pages that are the same fragment in every language, and whether a search engine may keep them. */
    private static final Map<String, Boolean> FORMS = Map.of(
            "home", true,
            "enroll", true,
            "search", true,
            "login", false,
            "confirm", false,
            "reset", false,
            "account", false,
            "offenders", false,
            "unenroll", false,
            "missing", false);

    /** Pages that each language has an article of its own for. */
    private static final Set<String> ARTICLES = Set.of("manual", "faq", "privacy", "accessibility");

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");

    private static final List<String> ASSETS = List.of(
            "vicinity.css",
            "favicon.svg",
            "area.json",
            "messages.js",
            "api.js",
            "page.js",
            "map.js",
            "registry.js",
            "enroll.js",
            "confirm.js",
            "login.js",
            "reset.js",
            "account.js",
            "search.js",
            "offenders.js",
            "unenroll.js");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-zA-Z.-]+)}}");

    /** @param tag the HTTP entity tag */
    record File(String type, byte[] content, String tag) {}

    /** @param found false for the page that says there is none */
    record Page(File file, boolean indexed, boolean found) {}

    private final Map<String, File> assets = new HashMap<>();
    private final Map<String, Map<String, File>> pages = new HashMap<>();

    /** All four may be empty and are plain text. */
    Site(String authority, String postalAddress, String contact, String correction) {
        for (var name : ASSETS) {
            assets.put(
                    "/assets/" + name, file(TYPES.get(name.substring(name.indexOf('.') + 1)), read("assets/" + name)));
        }
        assets.put("/favicon.ico", assets.get("/assets/favicon.svg"));
        for (var language : LANGUAGES) {
            var texts = texts(language);
            var operator = Stream.of(authority, postalAddress, contact)
                    .filter(part -> !part.isBlank())
                    .map(Site::escape)
                    .collect(Collectors.joining("<br>"));
            texts.put("operator", operator.isEmpty() ? texts.get("operator.unnamed") : operator);
            texts.put("correction", correction.isBlank() ? texts.get("correction.general") : escape(correction));
            texts.put("language", language);
            texts.put("scripts", scriptTexts(texts));
            pages.put(
                    language,
                    Stream.concat(FORMS.keySet().stream(), ARTICLES.stream())
                            .collect(Collectors.toMap(name -> name, name -> render(name, language, texts))));
        }
    }

    Optional<File> asset(String path) {
        return Optional.ofNullable(assets.get(path));
    }

    Page page(String path, String language) {
        var name = path.length() <= 1 ? "home" : path.substring(1);
        if (name.matches("offenders/[^/]+")) {
            name = "offenders";
        } else if (Set.of("home", "missing", "offenders").contains(name) && path.length() > 1
                || !pages.get(language).containsKey(name)) {
            name = "missing";
        }
        return new Page(pages.get(language).get(name), FORMS.getOrDefault(name, true), !name.equals("missing"));
    }

    private static File render(String name, String language, Map<String, String> texts) {
        var main = new String(
                read((ARTICLES.contains(name) ? language : "pages") + "/" + name + ".html"), StandardCharsets.UTF_8);
        var page = new HashMap<>(texts);
        page.put("title", texts.get("title." + name));
        page.put("main", fill(main, page));
        var layout = new String(read("layout.html"), StandardCharsets.UTF_8);
        return file("text/html; charset=utf-8", fill(layout, page).getBytes(StandardCharsets.UTF_8));
    }

    private static String fill(String template, Map<String, String> texts) {
        return PLACEHOLDER.matcher(template).replaceAll(found -> {
            var text = texts.get(found.group(1));
            if (text == null) {
                throw new IllegalStateException("no text for " + found.group());
            }
            return Matcher.quoteReplacement(text);
        });
    }

    private static Map<String, String> texts(String language) {
        var properties = new Properties();
        try (var reader = new InputStreamReader(
                Site.class.getResourceAsStream(language + "/texts.properties"), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var texts = new TreeMap<String, String>();
        properties.forEach((key, text) -> texts.put((String) key, (String) text));
        return texts;
    }

    private static String scriptTexts(Map<String, String> texts) {
        return texts.entrySet().stream()
                .filter(text -> text.getKey().startsWith("script."))
                .map(text ->
                        "<p id=\"%s\">%s</p>".formatted(text.getKey().substring("script.".length()), text.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static File file(String type, byte[] content) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new File(type, content, '"' + HexFormat.of().formatHex(hash, 0, 12) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] read(String name) {
        try (var resource = Site.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("the bundle lacks " + name);
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
