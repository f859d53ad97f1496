package io.peerhost.marketplace.stack;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Goes through pages by their forms, as a person with a browser does: redirects, cookies, hidden fields. */
public final class PlainBrowser implements AutoCloseable {
    private static final Pattern FORM = Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"");
    private static final Pattern INPUT = Pattern.compile("<input[^>]*>");
    private static final int MOST_REDIRECTS = 10;

    private final HttpClient http = HttpClient.newHttpClient();
    // Keycloak's are Secure; browsers send them to loopback all the same, a CookieManager does not.
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private URI at;
    private String page;

    public String open(URI address) throws IOException, InterruptedException {
        return go(address, null);
    }

    /** Sends the page's first form with its hidden fields and these. */
    public String submit(Map<String, String> typed) throws IOException, InterruptedException {
        Matcher form = FORM.matcher(page);
        if (!form.find()) throw new AssertionError("There is no form at " + at + ":\n" + page);
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher inputs = INPUT.matcher(page);
        while (inputs.find()) {
            String input = inputs.group();
            if ("hidden".equals(attribute(input, "type")))
                fields.put(attribute(input, "name"), attribute(input, "value"));
        }
        fields.putAll(typed);
        return go(at.resolve(form.group(1).replace("&amp;", "&")), fields);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private String go(URI address, Map<String, String> form) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(address, form);
        for (int i = 0; i < MOST_REDIRECTS && answer.statusCode() / 100 == 3; i++) {
            at = at.resolve(answer.headers().firstValue("Location").orElseThrow());
            answer = send(at, null);
        }
        page = answer.body();
        return page;
    }

    private HttpResponse<String> send(URI address, Map<String, String> form) throws IOException, InterruptedException {
        at = address;
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Cookie", pairs(cookies, "; "));
        if (form != null)
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(pairs(encoded(form), "&")));
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return answer;
    }

    private static Map<String, String> encoded(Map<String, String> form) {
        Map<String, String> encoded = new LinkedHashMap<>();
        form.forEach((name, value) -> encoded.put(name, URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return encoded;
    }

    private static String pairs(Map<String, String> members, String between) {
        return members.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining(between));
    }

    private static String attribute(String tag, String name) {
        Matcher found = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(tag);
        return found.find() ? found.group(1).replace("&amp;", "&") : "";
    }
}
