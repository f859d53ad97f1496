package io.peerhost.edge.http;

import io.peerhost.edge.wire.BadMessage;
import io.peerhost.edge.wire.Fields;
import io.peerhost.edge.wire.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whom a request is for: the one host it names, in target or field. */
final class Hosts {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{0,5})?");
    private static final Pattern ABSOLUTE = Pattern.compile("https?://([^/?#]*)(.*)", Pattern.CASE_INSENSITIVE);

    private Hosts() {}

    /** The same request with its target beginning with a slash (or {@code *}) and exactly one host. */
    static RequestHead checked(RequestHead head) throws BadMessage {
        List<String> named = head.fields().all("host");
        if (named.size() > 1 || named.isEmpty() && head.minor() == 1)
            throw new BadMessage(400, "A request names its host once");
        String target = head.target();
        if (target.startsWith("/")) return head;
        if (target.equals("*") && head.method().equals("OPTIONS")) return head;
        if (head.method().equals("CONNECT")) throw new BadMessage(405, "This is no proxy");
        Matcher absolute = ABSOLUTE.matcher(target);
        if (!absolute.matches()) throw new BadMessage(400, "A request's target begins with a slash");
        Fields fields = head.fields().set("host", absolute.group(1));
        String rest = absolute.group(2);
        return new RequestHead(head.method(), rest.startsWith("/") ? rest : "/" + rest, head.minor(), fields);
    }

    /** In lower case, without port or final dot; empty when HTTP/1.0 names none. */
    static String of(RequestHead head) throws BadMessage {
        String field = head.fields().get("host");
        if (field == null) return "";
        String name = withoutPort(field);
        if (isPlain(name)) return name;
        Matcher form = FORM.matcher(field);
        if (!form.matches()) throw new BadMessage(400, "This is no host name");
        String host = form.group(1).toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Cuts off a well-formed port; what has none stays as it is. */
    private static String withoutPort(String field) {
        int colon = field.length() - 1;
        while (colon > 0 && field.charAt(colon) >= '0' && field.charAt(colon) <= '9') colon--;
        boolean port = colon > 0 && field.charAt(colon) == ':' && field.length() - colon <= 6;
        return port ? field.substring(0, colon) : field;
    }

    /** The usual case, without a pattern: lower case, digits, inner dots and hyphens. */
    private static boolean isPlain(String host) {
        if (host.isEmpty() || host.length() > 255 || host.charAt(host.length() - 1) == '.') return false;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-') return false;
        }
        return true;
    }
}
