package io.peerhost.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.merkle.MerkleTree;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What browsers check proofs with agrees with what the chain is given. */
class KeccakScriptTest {
    private static final String CHECK = """
            const {verify} = require('./keccak.js');
            for (const c of JSON.parse(require('fs').readFileSync('cases.json', 'utf8')))
              console.log(verify(c.lease, c.cumulative, c.proof, c.root));
            """;

    private final Random random = new Random(20_26);

    @TempDir
    Path folder;

    private record Case(Bytes32 lease, BigInteger cumulative, List<Bytes32> proof, Bytes32 root) {}

    @Test
    void shouldAcceptTheChainsProofsAndNoOthersWhenABrowserChecks() throws IOException, InterruptedException {
        List<Case> cases = new ArrayList<>();
        for (int leaves : new int[] {1, 2, 3, 8, 21}) {
            List<Leaf> all = new ArrayList<>();
            for (int i = 0; i < leaves; i++) all.add(new Leaf(bytes(), new BigInteger(i == 0 ? 256 : 40, random)));
            MerkleTree tree = MerkleTree.of(all);
            Leaf leaf = all.getFirst();
            List<Bytes32> proof = tree.proof(leaf.lease());
            cases.add(new Case(leaf.lease(), leaf.cumulative(), proof, tree.root()));
            cases.add(new Case(leaf.lease(), leaf.cumulative().flipBit(0), proof, tree.root()));
            cases.add(new Case(bytes(), leaf.cumulative(), proof, tree.root()));
        }
        List<String> said = node(cases);
        for (int i = 0; i < cases.size(); i++)
            assertThat(said.get(i)).as("case " + i).isEqualTo(i % 3 == 0 ? "true" : "false");
    }

    private List<String> node(List<Case> cases) throws IOException, InterruptedException {
        try (InputStream script = KeccakScriptTest.class.getResourceAsStream("/META-INF/resources/assets/keccak.js")) {
            Files.copy(script, folder.resolve("keccak.js"));
        }
        Files.writeString(folder.resolve("cases.json"), Json.write(cases));
        Files.writeString(folder.resolve("check.js"), CHECK);
        Process node = new ProcessBuilder("node", "check.js")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(said).isZero();
        return said.lines().toList();
    }

    private Bytes32 bytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Bytes32.of(bytes);
    }
}
