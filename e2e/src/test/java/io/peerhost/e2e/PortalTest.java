package io.peerhost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.peerhost.e2e.stack.Developer;
import io.peerhost.e2e.stack.Screen;
import io.peerhost.e2e.stack.Sites;
import io.peerhost.e2e.stack.Stack;
import io.peerhost.protocol.lease.SiteKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The portal in a real browser, as people use it. */
@ExtendWith(Stack.class)
class PortalTest {
    private static final String SHOWN = "getComputedStyle(document.activeElement).outlineStyle !== 'none'";

    @Test
    void shouldLeadBackWhenAFormIsSentAfterTheSessionIsOver(Stack.Running stack) {
        try (Screen screen = Screen.of(stack).signedIn("alice")) {
            Page page = screen.page();
            screen.open("/wallet");
            page.context()
                    .clearCookies(new com.microsoft.playwright.BrowserContext.ClearCookiesOptions()
                            .setName(Pattern.compile("q_session.*")));
            page.click("button:text-is('Get test tokens')");
            page.waitForURL(url -> url.contains("/wallet?done=again"));
            assertThat(page.locator("[role=alert]").innerText()).contains("You had been signed out");
            assertThat(screen.complaints())
                    .as("the policy lets the form go to the sign-in")
                    .isEmpty();
        }
    }

    @Test
    void shouldForgetWhoReadsWhenTheySignOut(Stack.Running stack) {
        try (Screen screen = Screen.of(stack).signedIn("alice")) {
            screen.page().click("text=Sign out");
            screen.page().waitForSelector("text=Sign in");
            screen.open("/sites");
            assertThat(screen.page().locator("#username").count()).isEqualTo(1);
            assertThat(screen.complaints()).isEmpty();
        }
    }

    @Test
    void shouldOrderAndDeleteWhenThereIsOnlyAKeyboard(Stack.Running stack) {
        try (Screen screen = Screen.of(stack).signedIn("alice")) {
            Page page = screen.page();
            String name = Sites.name("keys");
            screen.open("/order");
            page.keyboard().press("Tab");
            assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
            page.keyboard().press("Enter");
            tabTo(page, "#name");
            page.keyboard().type(name);
            tabTo(page, "button.button");
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.contains("done=ordered"));
            // Its page is drawn anew meanwhile, for it comes up: the focus stays where it is.
            tabTo(page, "#delete > summary");
            page.keyboard().press("Enter");
            tabTo(page, "#typed");
            page.keyboard().type(name);
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.contains("deleted=" + name));
            assertThat(screen.complaints()).isEmpty();
        }
    }

    @Test
    void shouldOrderAndDeleteWhenScriptsAreOff(Stack.Running stack) {
        try (Screen screen = Screen.of(stack, new Browser.NewContextOptions().setJavaScriptEnabled(false))
                .signedIn("alice")) {
            Page page = screen.page();
            String name = Sites.name("plain");
            screen.open("/order");
            page.check("input[name=size][value=MEDIUM]");
            page.click("text=Work out the price");
            assertThat(page.isChecked("input[name=size][value=MEDIUM]")).isTrue();
            page.check("input[name=size][value=SMALL]");
            page.click("text=Work out the price");
            page.fill("#name", name);
            page.click("button:text-is('Order the site')");
            page.waitForURL(url -> url.contains("done=ordered"));
            page.click("text=Delete this site");
            page.fill("#typed", "another-name");
            page.click("button.danger");
            assertThat(page.locator("[role=alert]").innerText()).contains("was not deleted");
            assertThat(page.locator("#typed-error").innerText()).contains("Type its name");
            page.fill("#typed", name);
            page.click("button.danger");
            page.waitForURL(url -> url.contains("deleted=" + name));
        }
    }

    @Test
    void shouldShowAnUploadWhileItGoesOnWhenItsSiteIsLookedAt(Stack.Running stack, @TempDir Path temp)
            throws Exception {
        Developer developer = stack.developer("alice", temp);
        String site = Sites.ordered(stack.as("alice"), "watched", SiteKind.STATIC, 1);
        Sites.folder(temp, "site", "first words", 1);
        developer.put(site, "site");
        Files.write(temp.resolve("large"), new byte[6 << 20]);
        try (Screen screen = Screen.of(stack).signedIn("alice")) {
            Page page = screen.page();
            screen.open("/sites/" + site);
            page.waitForSelector("text=" + site + " is up");
            Process upload = developer.open("-l", "4000");
            try (var commands = upload.outputWriter()) {
                commands.write("put large /" + site + "/large\n");
                commands.flush();
                page.waitForSelector(".badge:text-is('going on')");
                page.waitForSelector("section.card .figure:has-text('MiB')");
                upload.descendants().forEach(ProcessHandle::destroyForcibly);
                page.waitForSelector(".badge:text-is('not published')");
            }
            developer.sftp("rm /" + site + "/large");
            page.waitForSelector(
                    ".badge:text-is('not published')",
                    new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
            assertThat(screen.complaints()).isEmpty();
            assertThat(developer.ssh("logs", site).text())
                    .contains(site + ": its replicas have written nothing lately.");
        }
    }

    /** By the Tab key; whatever has the focus on the way shows that it has. */
    private static void tabTo(Page page, String selector) {
        for (int i = 0; i < 80; i++) {
            page.keyboard().press("Tab");
            assertThat((Boolean) page.evaluate(SHOWN))
                    .as("focus is seen on " + page.evaluate("document.activeElement.outerHTML"))
                    .isTrue();
            if ((Boolean) page.evaluate("wanted => document.activeElement.matches(wanted)", selector)) return;
        }
        throw new AssertionError("The Tab key does not reach " + selector + " on " + page.url());
    }
}
