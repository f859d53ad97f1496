package io.peerhost.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.marketplace.stack.MarketplaceStack;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each page, full and empty, by the rules that all of them follow. What is drawn lies in {@code target/pages}. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class PagesTest {
    private static final int HEAVIEST = 50 * 1024;
    private static final Pattern INLINE = Pattern.compile(
            "<style|\\sstyle=|\\son[a-z]+=|javascript:|<script(?![^>]*\\ssrc=)", Pattern.CASE_INSENSITIVE);
    private static final Pattern FORM = Pattern.compile("<form[^>]*method=\"post\".*?</form>", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("<(?:input|textarea|select)\\s[^>]*>");
    private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]+)\"");

    @Test
    void shouldKeepTheRulesWhenAnyPageIsDrawn() throws IOException {
        Path folder = Files.createDirectories(Path.of("target/pages"));
        for (Map.Entry<String, TemplateInstance> page : Samples.pages().entrySet()) {
            String html = page.getValue().render();
            Files.writeString(folder.resolve(page.getKey() + ".html"), html.replace("\"/assets/", "\"assets/"));
            requireRules(page.getKey(), html);
        }
    }

    @Test
    void shouldEscapeWhenALogHoldsMarkup() {
        assertThat(Samples.pages().get("site").render())
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain("<script>alert");
    }

    @Test
    void shouldShowWhatWasEarnedWhenTheLastMachineWasRemoved() {
        assertThat(Samples.pages().get("sell-removed").render())
                .contains("You have earned <strong>5.123456 tokens", "The last movements");
    }

    private static void requireRules(String name, String html) {
        assertThat(html.getBytes(StandardCharsets.UTF_8).length)
                .as("bytes of " + name)
                .isLessThan(HEAVIEST);
        assertThat(html).as(name).contains("<html lang=\"en\">", "class=\"skip\"", "<main id=\"main\"", "<h1>");
        assertThat(INLINE.matcher(html).find())
                .as("inline script or style in " + name)
                .isFalse();
        for (Matcher form = FORM.matcher(html); form.find(); )
            assertThat(form.group()).as("a form of " + name).contains("name=\"form-token\" value=\"token\"");
        Set<String> labelled = Pattern.compile("<label for=\"([^\"]+)\"")
                .matcher(html)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        for (Matcher field = FIELD.matcher(html); field.find(); ) {
            if (field.group().matches(".*type=\"(hidden|radio)\".*")) continue;
            Matcher id = ID.matcher(field.group());
            assertThat(id.find() && labelled.contains(id.group(1)))
                    .as("a label for " + field.group() + " in " + name)
                    .isTrue();
        }
        assertThat(ID.matcher(html).results().map(found -> found.group(1)).toList())
                .as("ids of " + name)
                .doesNotHaveDuplicates();
    }
}
