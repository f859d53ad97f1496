package io.peerhost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.peerhost.devstack.product.Status;
import io.peerhost.e2e.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The portal in a real browser. */
@ExtendWith(Stack.class)
class PortalTest {
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    @Test
    void shouldWorkInABrowserWhenARenterSignsIn(Stack.Running stack) {
        try (Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                        .setEnv(java.util.Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(ARGUMENTS));
                BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            page.setDefaultTimeout(60_000);
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) complaints.add(page.url() + ": " + message.text());
            });
            page.navigate(stack.status().portal().resolve("/audit").toString());
            assertThat(page.locator("h1").first().innerText()).isNotBlank();

            signIn(page, stack.status());
            for (String path : List.of("/", "/sites", "/sites/hello", "/sell", "/wallet", "/keys")) {
                var response =
                        page.navigate(stack.status().portal().resolve(path).toString());
                assertThat(response.status()).as(path).isEqualTo(200);
                assertThat(page.locator("h1").count())
                        .as(path + " has one heading")
                        .isEqualTo(1);
                assertThat(page.content().length()).as(path + " is light").isLessThan(100_000);
            }
            page.setViewportSize(390, 844);
            page.navigate(stack.status().portal().resolve("/sites/hello").toString());
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as("nothing is wider than a phone")
                    .isTrue();
            assertThat(complaints).isEmpty();
        }
    }

    private static void signIn(Page page, Status status) {
        page.navigate(status.portal().resolve("/sites").toString());
        Status.Account alice = status.account("alice");
        page.fill("#username", alice.name());
        page.fill("#password", alice.password());
        page.click("#kc-login, [type=submit]");
        page.waitForURL(url -> url.startsWith(status.portal().toString()));
    }
}
