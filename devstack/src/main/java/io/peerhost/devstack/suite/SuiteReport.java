package io.peerhost.devstack.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Maven says line by line: which module, how many tests, which failed and why. */
final class SuiteReport {
    private static final Pattern BUILDING =
            Pattern.compile("\\[INFO] Building (?!jar:)(.+?) \\S+(?:\\s+\\[\\d+/\\d+])?$");
    private static final Pattern TOTAL =
            Pattern.compile("\\[\\w+] Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+)$");
    private static final Pattern CLASS = Pattern.compile("\\[\\w+] Tests run: \\d+, .* Time elapsed: .* in (\\S+)$");
    private static final Pattern LIST = Pattern.compile("\\[ERROR] (Failures|Errors): *$");

    private final Map<String, Count> modules = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private String module = "";
    private boolean inList;

    /** How many tests, and how they went. */
    record Count(int run, int failures, int errors, int skipped) {
        static final Count NONE = new Count(0, 0, 0, 0);

        Count plus(Count other) {
            return new Count(
                    run + other.run, failures + other.failures, errors + other.errors, skipped + other.skipped);
        }

        boolean good() {
            return failures == 0 && errors == 0;
        }

        @Override
        public String toString() {
            return "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d".formatted(run, failures, errors, skipped);
        }
    }

    /** Takes a line. @return whether people want to see it at once */
    boolean accept(String line) {
        Matcher building = BUILDING.matcher(line);
        if (building.find()) {
            module = building.group(1);
            inList = false;
            return true;
        }
        Matcher total = TOTAL.matcher(line);
        if (total.find()) {
            inList = false;
            modules.merge(module, count(total), Count::plus);
            return false;
        }
        if (LIST.matcher(line).find()) {
            inList = true;
            return false;
        }
        if (inList) {
            listed(line);
            return false;
        }
        if (line.startsWith("[ERROR] COMPILATION ERROR") || line.startsWith("[ERROR] Failed to execute goal")) {
            broken.add(line.substring("[ERROR] ".length()));
            return true;
        }
        return CLASS.matcher(line).find();
    }

    private void listed(String line) {
        if (line.startsWith("[ERROR]   ")) {
            failed.add(module + ": " + line.substring("[ERROR]   ".length()).strip());
        } else if (line.startsWith("[INFO]") || line.equals("[ERROR] ")) {
            inList = false;
        } else if (!failed.isEmpty() && !line.isBlank()) {
            failed.set(failed.size() - 1, failed.getLast() + "\n    " + line.replaceFirst("^\\[ERROR] ", ""));
        }
    }

    private static Count count(Matcher total) {
        return new Count(
                Integer.parseInt(total.group(1)),
                Integer.parseInt(total.group(2)),
                Integer.parseInt(total.group(3)),
                Integer.parseInt(total.group(4)));
    }

    /** Takes over what another one heard. */
    synchronized void add(SuiteReport other) {
        other.modules.forEach((name, count) -> modules.merge(name, count, Count::plus));
        failed.addAll(other.failed);
        broken.addAll(other.broken);
    }

    Count total() {
        return modules.values().stream().reduce(Count.NONE, Count::plus);
    }

    /** What could not even be compiled or run. */
    List<String> broken() {
        return broken;
    }

    /** The closing lines: each failed test with its message, a line a module, the sum. */
    List<String> closing() {
        var lines = new ArrayList<String>();
        failed.forEach(test -> lines.add("FAILED " + test));
        broken.forEach(reason -> lines.add("BROKEN " + reason));
        modules.forEach((name, count) -> lines.add("%-34s %s".formatted(name, count)));
        lines.add(total().toString());
        return lines;
    }
}
