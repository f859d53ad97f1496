package io.peerhost.edge.http;

import io.peerhost.edge.wire.BadMessage;
import io.peerhost.edge.wire.Fields;
import io.peerhost.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the edge itself has to say, to people as a page and to programs as problem+json (RFC 9457). */
public final class Pages {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>%1$s</title>
            <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:15vh auto 0;padding:0 1.5rem;\
            color:#1a1d21;background:#fff}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:.5rem 0}small{color:#5b636d}
            @media(prefers-color-scheme:dark){body{color:#e8eaed;background:#15181c}small{color:#9aa3ad}}</style></head>
            <body><h1>%1$s</h1><p>%2$s</p><p><small>%3$s</small></p></body></html>
            """;

    private Pages() {}

    /** Answers with a problem. @param title short; @param detail what it means and what to do */
    public static void problem(Visit visit, int status, String title, String detail) {
        problem(visit, status, title, detail, new Fields());
    }

    /** @param fields more fields of the answer */
    public static void problem(Visit visit, int status, String title, String detail, Fields fields) {
        boolean json = wantsJson(visit.head().fields().joined("accept"));
        byte[] body = json ? json(status, title, detail, visit.id()) : html(status, title, detail, visit.id());
        fields.set("content-type", json ? "application/problem+json" : "text/html; charset=utf-8")
                .set("cache-control", "no-store")
                .set("x-request-id", visit.id());
        visit.answer(Prepared.of(status, fields, body));
    }

    /** For a request that is refused before it is anybody's visit: nobody knows what its sender accepts. */
    static Prepared refusal(BadMessage bad) {
        Fields fields = new Fields().add("content-type", "application/problem+json");
        byte[] body = json(bad.status(), Http1Text.reason(bad.status()), bad.getMessage(), null);
        return Prepared.of(bad.status(), fields, body);
    }

    private static boolean wantsJson(String accept) {
        if (accept == null) return false;
        int html = accept.indexOf("text/html");
        int json = accept.indexOf("json");
        return json >= 0 && (html < 0 || json < html);
    }

    private static byte[] json(int status, String title, String detail, String request) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", detail);
        if (request != null) problem.put("request", request);
        return Json.bytes(problem);
    }

    private static byte[] html(int status, String title, String detail, String request) {
        return PAGE.formatted(escape(title), escape(detail), status + " · request " + request)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
