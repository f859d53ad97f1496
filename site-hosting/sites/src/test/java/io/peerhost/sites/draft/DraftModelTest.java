package io.peerhost.sites.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.peerhost.sites.release.Releases;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random changes give the same draft and the same root as a plain map does. */
@QuarkusTest
@QuarkusTestResource(Parts.class)
class DraftModelTest {
    private static final int HISTORIES = 20;
    private static final int BATCHES = 12;
    /** Few names, so that paths meet; some sort around "/" to find wrong ranges. */
    private static final List<String> NAMES = List.of("a", "a-b", "a0", "b", "ü", "a b", "A%_");

    @Inject
    Leases leases;

    @Inject
    Drafts drafts;

    @Inject
    Releases releases;

    @Test
    void shouldMatchAPlainMapWhenChangedAtRandom() {
        List<Hash> blobs = List.of(Api.store("one"), Api.store("two"), Api.store("six"));
        for (int seed = 0; seed < HISTORIES; seed++) check(new Random(seed), blobs, "history " + seed);
    }

    private void check(Random random, List<Hash> blobs, String name) {
        UUID site = leases.site();
        ModelDraft model = new ModelDraft();
        for (int batch = 0; batch < BATCHES; batch++) {
            List<DraftChange> changes = changes(random, blobs, model);
            assertThat(accepted(site, changes))
                    .as("%s: %s after %s", name, changes, model.paths())
                    .isEqualTo(accepted(model, changes));
            assertThat(Api.draft(site).stream().map(ModelDraft::timeless))
                    .as("%s after %s", name, changes)
                    .containsExactlyElementsOf(model.listing());
            if (random.nextInt(3) == 0) checkRoot(site, model, name);
        }
        checkRoot(site, model, name);
        checkTotals(site, model);
    }

    private void checkRoot(UUID site, ModelDraft model, String name) {
        if (leases.number("SELECT draft_revision FROM site WHERE id = ?", site) == 0) return;
        if (leases.number("SELECT count(*) FROM draft_entry WHERE site = ?", site) == 0) return;
        if (!model.hasFiles()) {
            assertThatThrownBy(() -> releases.publish(site, null)).as(name).hasMessageContaining("no files");
            return;
        }
        assertThat(releases.publish(site, null).release().root()).as(name).isEqualTo(model.root());
    }

    private void checkTotals(UUID site, ModelDraft model) {
        assertThat(leases.number("SELECT draft_entries FROM site WHERE id = ?", site))
                .isEqualTo(model.paths().size());
        assertThat(leases.number("SELECT draft_bytes FROM site WHERE id = ?", site))
                .isEqualTo(model.listing().stream().mapToLong(e -> e.size()).sum());
    }

    private boolean accepted(UUID site, List<DraftChange> changes) {
        try {
            drafts.change(site, new Changes(changes), null);
            return true;
        } catch (Problem e) {
            assertThat(e.body().status()).isIn(404, 409);
            return false;
        }
    }

    private static boolean accepted(ModelDraft model, List<DraftChange> changes) {
        try {
            model.apply(changes);
            return true;
        } catch (ModelDraft.Refused e) {
            return false;
        }
    }

    private static List<DraftChange> changes(Random random, List<Hash> blobs, ModelDraft model) {
        List<DraftChange> changes = new ArrayList<>();
        for (int left = 1 + random.nextInt(6); left > 0; left--) changes.add(change(random, blobs, model));
        return changes;
    }

    private static DraftChange change(Random random, List<Hash> blobs, ModelDraft model) {
        String path = path(random, model);
        return switch (random.nextInt(10)) {
            case 0 -> new DraftChange.Remove(path);
            case 1, 2 -> move(path, path(random, model));
            case 3 -> new DraftChange.MakeFolder(path, random.nextInt(1_000));
            case 4 -> new DraftChange.Touch(path, random.nextInt(1_000));
            default -> new DraftChange.Put(path, blobs.get(random.nextInt(blobs.size())), 3, random.nextInt(1_000));
        };
    }

    private static DraftChange move(String from, String to) {
        return to.equals(from) || to.startsWith(from + "/")
                ? new DraftChange.Remove(from)
                : new DraftChange.Move(from, to);
    }

    /** Often one that exists. */
    private static String path(Random random, ModelDraft model) {
        if (!model.isEmpty() && random.nextInt(3) == 0)
            return model.paths().get(random.nextInt(model.paths().size()));
        List<String> names = new ArrayList<>();
        for (int depth = 1 + random.nextInt(3); depth > 0; depth--) names.add(NAMES.get(random.nextInt(NAMES.size())));
        return String.join("/", names);
    }
}
