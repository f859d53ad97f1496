package io.peerhost.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.wire.Fields;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Whatever visitors write in these fields, nothing breaks and what comes out is within bounds. */
class GrammarTest {
    @Provide
    Arbitrary<String> ranges() {
        return Arbitraries.strings()
                .withChars("bytes=-, 0123456789x\t")
                .ofMaxLength(60)
                .map(text -> "bytes=" + text);
    }

    @Provide
    Arbitrary<String> encodings() {
        return Arbitraries.of(
                        "gzip",
                        "br",
                        "identity",
                        "*",
                        ";q=",
                        "0",
                        "1",
                        "0.5",
                        "0.",
                        "1.0001",
                        ",",
                        " ",
                        ";",
                        "q",
                        "=",
                        "x")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of(
                        "/", "a", ".", "..", "%2e", "%2F", "%00", "%", "%c3%a4", "%ff", "\\", "?", "#", "é", "~", "%25")
                .list()
                .ofMaxSize(30)
                .map(parts -> "/" + String.join("", parts));
    }

    @Property
    void shouldGiveOnlyRangesWithinTheFile(
            @ForAll("ranges") String field, @ForAll @LongRange(min = 0, max = 5000) long size) {
        List<ByteRange> ranges = ByteRange.of(field, size);
        if (ranges == null) return;
        assertThat(ranges).hasSizeLessThanOrEqualTo(16).allSatisfy(range -> {
            assertThat(range.first()).isBetween(0L, range.last());
            assertThat(range.last()).isLessThan(size);
        });
    }

    @Property
    void shouldGiveBackTheRangeWhenItIsWrittenWell(
            @ForAll @IntRange(max = 999) int first, @ForAll @IntRange(max = 999) int more) {
        assertThat(ByteRange.of("bytes=" + first + "-" + (first + more), 1000))
                .containsExactly(new ByteRange(first, Math.min(999, first + more)));
    }

    @Property
    void shouldAlwaysChooseACodingThatIsOffered(@ForAll("encodings") String field) {
        EnumSet<Coding> offered = EnumSet.of(Coding.GZIP, Coding.IDENTITY);
        assertThat(offered).contains(Coding.chosen(field, offered));
        assertThat(Coding.chosen(field, EnumSet.allOf(Coding.class))).isNotNull();
    }

    @Property
    void shouldNeverLeadOutOfTheSite(@ForAll("paths") String target) {
        RequestPath.of(RequestPath.raw(target)).ifPresent(path -> assertThat(path.segments())
                .noneMatch(name -> name.isEmpty()
                        || name.equals(".")
                        || name.equals("..")
                        || name.contains("/")
                        || name.contains("\0")));
    }

    @Property
    void shouldTakeAnyTextForADateWithoutBreaking(@ForAll String text) {
        HttpDates dates = new HttpDates(Clock.systemUTC());
        dates.read(text);
        assertThat(new Preconditions(List.of("\"a\""), 5, dates).of(new Fields().add("if-none-match", text), "\"a\""))
                .isNotEqualTo(Preconditions.Outcome.FAILED);
    }
}
