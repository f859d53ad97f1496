package io.peerhost.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DESIGN's arrows: who may know whom. A new arrow is a decision, made here in the open. */
class ArchitectureTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    /** Module to folder, package and the modules it may know. */
    private static final Map<String, Module> MODULES = new TreeMap<>(Map.ofEntries(
            module("protocol", "protocol", "io.peerhost.protocol"),
            module("messaging", "messaging", "io.peerhost.messaging", "protocol"),
            module("rest", "rest", "io.peerhost.rest"),
            module("observability", "observability", "io.peerhost.observability", "protocol"),
            module("chain", "chain", "io.peerhost.chain", "protocol"),
            module(
                    "marketplace",
                    "marketplace",
                    "io.peerhost.marketplace",
                    "protocol",
                    "messaging",
                    "rest",
                    "observability",
                    "chain"),
            module(
                    "billing",
                    "billing",
                    "io.peerhost.billing",
                    "protocol",
                    "messaging",
                    "rest",
                    "observability",
                    "chain"),
            module(
                    "sites",
                    "site-hosting/sites",
                    "io.peerhost.sites",
                    "protocol",
                    "messaging",
                    "rest",
                    "observability"),
            module("edge", "site-hosting/edge", "io.peerhost.edge", "protocol"),
            module("gateway", "sftp-gateway", "io.peerhost.gateway", "protocol"),
            module("agent", "provider-agent", "io.peerhost.agent", "protocol"),
            module("devstack", "devstack", "io.peerhost.devstack", "protocol", "chain")));

    private static JavaClasses all;

    private record Module(String folder, String root, Set<String> knows) {
        Path classes() {
            return PROJECT.resolve(folder).resolve("target/classes");
        }
    }

    private static Map.Entry<String, Module> module(String name, String folder, String root, String... knows) {
        return Map.entry(name, new Module(folder, root, Set.of(knows)));
    }

    @BeforeAll
    static void readClasses() {
        List<Path> built = MODULES.values().stream().map(Module::classes).toList();
        assertThat(built).as("every module is built before this test").allMatch(Files::isDirectory);
        all = new ClassFileImporter().importPaths(built);
        for (Module module : MODULES.values())
            assertThat(all.that(resideInAPackage(module.root + "..")))
                    .as("classes of " + module.folder)
                    .isNotEmpty();
    }

    static Stream<String> names() {
        return MODULES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldKnowOnlyWhatTheMapAllowsWhenAModuleDependsOnAnother(String name) {
        Module module = MODULES.get(name);
        String[] others = MODULES.entrySet().stream()
                .filter(other -> !other.getKey().equals(name) && !module.knows.contains(other.getKey()))
                .map(other -> other.getValue().root + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(module.root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because(name + " may know only " + module.knows)
                .check(all);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldHaveNoCircleBetweenItsPackages(String name) {
        slices().matching(MODULES.get(name).root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .because("a package that needs another and is needed by it is one package with two names")
                .check(all.that(resideInAPackage(MODULES.get(name).root + "..")));
    }

    @Test
    void shouldTouchNoFrameworkWhenCodeIsProtocol() {
        noClasses()
                .that()
                .resideInAPackage("io.peerhost.protocol..")
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(
                        "io.peerhost.protocol..",
                        "java..",
                        "com.fasterxml.jackson..",
                        "org.web3j.crypto..",
                        "org.bouncycastle..")))
                .check(all);
    }

    @ParameterizedTest
    @MethodSource("pure")
    void shouldTouchNoInputOrOutputWhenCodeIsPure(String root) {
        String[] world = {
            "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..", "javax.sql..",
            "org.apache.kafka..", "io.peerhost.messaging..", "io.peerhost.chain..", "org.web3j..", "jakarta.ws..",
                    "jakarta.persistence..",
            "org.hibernate..", "io.quarkus..", "io.netty..", "io.vertx.."
        };
        noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(world))
                .because("it decides; others carry")
                .check(all);
        assertThat(all.that(resideInAPackage(root + "..")))
                .as("classes of " + root)
                .isNotEmpty();
    }

    static Stream<String> pure() {
        return Stream.of("io.peerhost.agent.workload", "io.peerhost.billing.ledger", "io.peerhost.billing.rating");
    }

    @Test
    void shouldTalkToTheObjectStoreInOnePlaceOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.peerhost.sites.blob..")
                .and()
                .resideOutsideOfPackage("io.peerhost.devstack..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.minio..")
                .check(all);
    }

    @Test
    void shouldNameEveryModuleThatTheBuildHas() throws Exception {
        String pom = Files.readString(PROJECT.resolve("pom.xml"));
        List<String> folders =
                MODULES.values().stream().map(Module::folder).sorted().toList();
        List<String> built = Arrays.stream(pom.split("<module>"))
                .skip(1)
                .map(part -> part.substring(0, part.indexOf("</module>")))
                .filter(folder ->
                        !Set.of("frontend", "e2e", "bench").contains(folder) && !folder.startsWith("devstack/"))
                .sorted()
                .toList();
        assertThat(built).isEqualTo(folders);
    }
}
