package io.peerhost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import io.peerhost.e2e.stack.Screen;
import io.peerhost.e2e.stack.Stack;
import io.peerhost.e2e.stack.Until;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page, for everybody: axe finds nothing, nothing is heavy, nothing is wider than a phone, the browser complains of nothing. */
@ExtendWith(Stack.class)
class PortalAccessibilityTest {
    private static final Map<String, Integer> HEAVIEST =
            Map.of("document", 50 * 1024, "stylesheet", 25 * 1024, "script", 60 * 1024);
    private static final int HEAVIEST_PAGE = 200 * 1024;

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void shouldBeForEverybodyWhenAStrangerReads(ColorScheme scheme, Stack.Running stack) {
        try (Screen screen = screen(stack, scheme)) {
            String epoch = Until.get(Duration.ofSeconds(90), () -> {
                screen.open("/audit");
                Page page = screen.page();
                if (page.locator("tbody a").count() == 0) throw new AssertionError("No epoch has closed yet");
                return page.locator("tbody a").first().getAttribute("href");
            });
            String proof = screen.link(epoch, "tbody a");
            screen.open("/sites");
            requireNoViolations(screen, "the sign-in");
            for (String path : List.of("/", "/audit", epoch, proof)) requireGood(screen, path, 200);
            assertThat(screen.complaints()).isEmpty();
            requireGood(screen, "/no/such/page", 404);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void shouldBeForEverybodyWhenARenterReads(ColorScheme scheme, Stack.Running stack) {
        try (Screen screen = screen(stack, scheme).signedIn("alice")) {
            for (String path :
                    List.of("/", "/sites", "/sites/hello", "/order", "/order?replicas=16&kind=PHP", "/wallet", "/keys"))
                requireGood(screen, path, 200);
            assertThat(screen.complaints()).isEmpty();
            requireGood(screen, "/sites/no-such-site", 404);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void shouldBeForEverybodyWhenASellerReads(ColorScheme scheme, Stack.Running stack) {
        try (Screen screen = screen(stack, scheme).signedIn("sam")) {
            String machine = screen.link("/sell", "h3 a");
            for (String path : List.of("/sell", machine, "/sites", "/keys")) requireGood(screen, path, 200);
            screen.open("/sell");
            screen.page().click("text=Enrol another machine");
            requireNoViolations(screen, "the enrolment");
            assertThat(screen.complaints()).isEmpty();
        }
    }

    private static Screen screen(Stack.Running stack, ColorScheme scheme) {
        return Screen.of(
                stack, new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(1280, 900));
    }

    private static void requireGood(Screen screen, String path, int status) {
        Page page = screen.page();
        Map<String, Integer> weights = new HashMap<>();
        java.util.function.Consumer<Response> weigh = response -> weigh(response, weights);
        page.onResponse(weigh);
        Response response = screen.open(path);
        page.offResponse(weigh);
        assertThat(response.status()).as(path).isEqualTo(status);
        assertThat(page.locator("h1").count()).as("headings of " + path).isEqualTo(1);
        HEAVIEST.forEach((kind, most) -> assertThat(weights.getOrDefault(kind, 0))
                .as("bytes of " + kind + " in " + path)
                .isLessThan(most));
        assertThat(weights.values().stream().mapToInt(Integer::intValue).sum())
                .as("bytes of " + path)
                .isLessThan(HEAVIEST_PAGE);
        requireNoViolations(screen, path);
        page.setViewportSize(390, 844);
        screen.requireNoScrollingSideways();
        page.setViewportSize(1280, 900);
    }

    /** A stream of events never ends, so it has no weight. */
    private static void weigh(Response response, Map<String, Integer> weights) {
        String kind = response.request().resourceType();
        if (kind.equals("eventsource") || response.status() / 100 == 3) return;
        String length = response.headerValue("content-length");
        int bytes = length == null ? response.body().length : Integer.parseInt(length);
        weights.merge(kind, bytes, Integer::sum);
    }

    /** With what is folded away open, for it is part of the page. */
    private static void requireNoViolations(Screen screen, String what) {
        screen.page().evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
        assertThat(new AxeBuilder(screen.page())
                        .analyze().getViolations().stream()
                                .map(found -> found.getId() + ": " + found.getNodes())
                                .toList())
                .as("violations on " + what)
                .isEmpty();
    }
}
