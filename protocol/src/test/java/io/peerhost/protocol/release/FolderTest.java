package io.peerhost.protocol.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FolderTest {
    private static final Hash SOME = Hash.ofContent(new byte[] {1});

    @Property(tries = 500)
    void shouldReadWhatItWroteWhateverTheNames(@ForAll("folders") Folder folder) {
        assertThat(Folder.decode(folder.encode())).isEqualTo(folder);
    }

    @Property(tries = 200)
    void shouldHaveOneHashWhateverTheOrder(@ForAll("folders") Folder folder, @ForAll long seed) {
        List<Folder.Entry> shuffled = new ArrayList<>(folder.entries());
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(new Folder(shuffled).hash()).isEqualTo(folder.hash());
    }

    @Property(tries = 500)
    void shouldNeverFailOtherwiseThanSayingSoWhenBytesAreDamaged(
            @ForAll("folders") Folder folder, @ForAll int at, @ForAll byte with) {
        byte[] bytes = folder.encode();
        bytes[Math.floorMod(at, bytes.length)] = with;
        try {
            assertThat(Folder.decode(bytes).encode()).isEqualTo(bytes);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("This is no folder");
        }
    }

    @Test
    void shouldKeepItsEncodingForEverWhenReleasesAreNamedByIt() {
        Folder folder = new Folder(List.of(
                new Folder.Entry("b.txt", Folder.Type.FILE, SOME, 1, 1_700_000_000),
                new Folder.Entry("a", Folder.Type.FOLDER, SOME, 0, 0)));
        assertThat(new String(folder.encode(), StandardCharsets.UTF_8))
                .isEqualTo("peerhost-folder 1\nd " + SOME + " 0 0 1\na\nf " + SOME + " 1 1700000000 5\nb.txt\n");
    }

    @Test
    void shouldRefuseTwoEntriesOfOneName() {
        Folder.Entry entry = new Folder.Entry("a", Folder.Type.FILE, SOME, 1, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> new Folder(List.of(entry, entry)));
    }

    @Test
    void shouldRefuseAnEntryOutOfItsOrderSinceItWouldHideAFile() {
        String text = "peerhost-folder 1\nf " + SOME + " 1 0 1\nb\nf " + SOME + " 1 0 1\na\n";
        assertThatIllegalArgumentException().isThrownBy(() -> Folder.decode(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldFindAnEntryByNameWhenNamesSortOtherwiseAsText() {
        Folder folder = new Folder(List.of(
                new Folder.Entry("\uFF21", Folder.Type.FILE, SOME, 1, 0),
                new Folder.Entry("\uD83D\uDE00", Folder.Type.FILE, SOME, 1, 0),
                new Folder.Entry("z", Folder.Type.FILE, SOME, 1, 0)));
        for (String name : List.of("\uFF21", "\uD83D\uDE00", "z"))
            assertThat(folder.entry(name)).isPresent();
        assertThat(folder.entry("y")).isEmpty();
    }

    @Provide
    Arbitrary<Folder> folders() {
        Arbitrary<String> names =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(40).filter(FolderTest::sound);
        Arbitrary<Folder.Entry> entries = Combinators.combine(
                        names,
                        Arbitraries.of(Folder.Type.class),
                        Arbitraries.bytes().array(byte[].class).ofSize(3),
                        Arbitraries.longs().greaterOrEqual(0).lessOrEqual(1L << 40),
                        Arbitraries.longs().greaterOrEqual(0).lessOrEqual(1L << 33))
                .as((name, type, content, size, time) ->
                        new Folder.Entry(name, type, Hash.ofContent(content), size, time));
        return entries.list().uniqueElements(Folder.Entry::name).ofMaxSize(12).map(Folder::new);
    }

    private static boolean sound(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return Folder.isName(name) && new String(utf8, StandardCharsets.UTF_8).equals(name);
    }
}
