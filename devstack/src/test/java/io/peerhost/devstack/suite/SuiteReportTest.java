package io.peerhost.devstack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteReportTest {
    private static final String SAID = """
            [INFO] Building Peerhost protocol 1.0.0-SNAPSHOT                         [2/13]
            [INFO] Running io.peerhost.protocol.MerkleTest
            [INFO] Tests run: 5, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.2 s -- in io.peerhost.protocol.MerkleTest
            [INFO] Results:
            [INFO]
            [INFO] Tests run: 5, Failures: 0, Errors: 0, Skipped: 0
            [INFO] Building Peerhost billing 1.0.0-SNAPSHOT                          [3/13]
            [ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 4 s <<< FAILURE! -- in io.peerhost.billing.LedgerTest
            [INFO] Results:
            [INFO]
            [ERROR] Failures:
            [ERROR]   LedgerTest.shouldBalanceWhenBooked:20
            expected: 1
             but was: 2
            [ERROR] Errors:
            [ERROR]   LedgerTest.shouldRefuseWhenUneven:30 » IllegalState no database
            [INFO]
            [ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0
            [ERROR]
            """;

    @Test
    void shouldCountEachModuleAndAllWhenMavenIsThrough() {
        assertThat(closing())
                .anyMatch(line -> line.matches("Peerhost protocol +Tests run: 5, Failures: 0, Errors: 0, Skipped: 0"))
                .anyMatch(line -> line.matches("Peerhost billing +Tests run: 3, Failures: 1, Errors: 1, Skipped: 0"))
                .last()
                .isEqualTo("Tests run: 8, Failures: 1, Errors: 1, Skipped: 0");
    }

    @Test
    void shouldCountWhatWasHeardInSeveralLanes() {
        var sum = new SuiteReport();
        for (int lane = 0; lane < 2; lane++) {
            var one = new SuiteReport();
            SAID.lines().forEach(one::accept);
            sum.add(one);
        }
        assertThat(sum.closing()).last().isEqualTo("Tests run: 16, Failures: 2, Errors: 2, Skipped: 0");
        assertThat(sum.closing()).filteredOn(line -> line.startsWith("FAILED")).hasSize(4);
    }

    @Test
    void shouldNameFailedTestsWithTheirMessagesWhenThereAreSome() {
        assertThat(closing())
                .contains(
                        "FAILED Peerhost billing: LedgerTest.shouldBalanceWhenBooked:20\n    expected: 1\n     but was: 2")
                .contains("FAILED Peerhost billing: LedgerTest.shouldRefuseWhenUneven:30 » IllegalState no database");
    }

    @Test
    void shouldSayWhatIsBrokenWhenAModuleDoesNotCompile() {
        var report = new SuiteReport();
        report.accept("[INFO] Building Peerhost edge 1.0.0-SNAPSHOT [4/13]");
        report.accept("[ERROR] Failed to execute goal compile on project peerhost-edge: Compilation failure");

        assertThat(report.closing()).first().asString().startsWith("BROKEN Failed to execute goal compile");
    }

    private static List<String> closing() {
        var report = new SuiteReport();
        SAID.lines().forEach(report::accept);
        return report.closing();
    }
}
