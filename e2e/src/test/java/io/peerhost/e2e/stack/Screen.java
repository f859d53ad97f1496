package io.peerhost.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import io.peerhost.devstack.product.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The portal in a real browser: one window, with whatever the browser complains of. */
public final class Screen implements AutoCloseable {
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final String TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth";

    private final Status status;
    private final Playwright playwright;
    private final Browser browser;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Screen(Status status, Browser.NewContextOptions wishes) {
        this.status = status;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(ARGUMENTS));
        context = browser.newContext(wishes);
        page = context.newPage();
        page.setDefaultTimeout(60_000);
        // What is forbidden by the page's policy is told there too.
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) complaints.add(page.url() + ": " + message.text());
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
    }

    public static Screen of(Stack.Running stack, Browser.NewContextOptions wishes) {
        return new Screen(stack.status(), wishes);
    }

    public static Screen of(Stack.Running stack) {
        return of(stack, new Browser.NewContextOptions());
    }

    public Page page() {
        return page;
    }

    /** Errors and violations of the page's policy that the browser told of so far. */
    public List<String> complaints() {
        return complaints;
    }

    public Response open(String path) {
        return page.navigate(status.portal().resolve(path).toString());
    }

    /** From a page that needs it, as people do. */
    public Screen signedIn(String account) {
        Status.Account person = status.account(account);
        open("/sites");
        page.fill("#username", person.name());
        page.fill("#password", person.password());
        page.click("#kc-login, [type=submit]");
        page.waitForURL(url -> url.startsWith(status.portal().toString()));
        return this;
    }

    /** Where the first link that fits leads. */
    public String link(String from, String selector) {
        open(from);
        return page.locator(selector).first().getAttribute("href");
    }

    public void requireNoScrollingSideways() {
        assertThat((Boolean) page.evaluate(TOO_WIDE))
                .as(page.url() + " is wider than the window")
                .isFalse();
    }

    @Override
    public void close() {
        context.close();
        browser.close();
        playwright.close();
    }
}
