package io.peerhost.bench.result;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code results.json} (newest last) and the page for people made from it. */
public final class Results {
    private static final ObjectMapper MAPPER = Json.mapper().copy().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path json;
    private final Path page;

    /** @param folder holds {@code results.json} and {@code RESULTS.md} */
    public Results(Path folder) {
        json = folder.resolve("results.json");
        page = folder.resolve("RESULTS.md");
    }

    public List<Figure> all() throws IOException {
        return Files.exists(json) ? Json.read(Files.readString(json), new TypeReference<List<Figure>>() {}) : List.of();
    }

    public void add(Figure figure) throws IOException {
        List<Figure> figures = new ArrayList<>(all());
        figures.add(figure);
        Files.writeString(json, MAPPER.writeValueAsString(figures) + "\n");
        Files.writeString(page, page(figures));
    }

    static String page(List<Figure> figures) {
        StringBuilder text = new StringBuilder("""
                # Results

                Written by `./peerhost bench [NAME]`, newest last. Each figure stands beside its peer in one run on one machine, medians of interleaved
                runs; more ratio is better. Spread is (largest - smallest) / median of our runs.

                | bench | ours | peer | unit | ratio | spread | date | commit | command |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (Figure f : figures)
            text.append("| %s | %s | %s | %s | %s | %s | %s | %s | `%s` |\n"
                    .formatted(
                            f.bench(),
                            number(f.ours()),
                            f.peer() == null ? "" : number(f.peer()) + " " + f.peerName(),
                            f.unit(),
                            f.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", f.ratio()),
                            f.spread() == null ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * f.spread()),
                            f.date(),
                            f.commit(),
                            f.command()));
        return text.toString();
    }

    private static String number(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
