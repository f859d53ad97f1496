package io.peerhost.gateway.login;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/**
 * What is offered: post-quantum and elliptic key exchanges, no SHA-1, no CBC, no mode that Terrapin could have cut. A
 * client's order wins, and OpenSSH would take ChaCha20 or CTR, both slower here: so it is offered AES-GCM alone.
 */
final class Algorithms implements SessionListener {
    private static final Pattern OPENSSH = Pattern.compile("OpenSSH_(\\d{1,4})\\.(\\d{1,4})");
    private static final int GCM_MAJOR = 6;
    private static final int GCM_MINOR = 2;

    private static final List<BuiltinCiphers> FAST = List.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm);
    private static final List<BuiltinCiphers> CIPHERS = List.of(
            BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm, BuiltinCiphers.aes128ctr, BuiltinCiphers.aes256ctr);
    /** The last two for libssh2 (curl, PHP) before 1.11, JSch and SSH.NET, which know no other. */
    private static final List<BuiltinMacs> MACS = List.of(
            BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm, BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha512);

    private static final List<BuiltinDHFactories> EXCHANGES = List.of(
            BuiltinDHFactories.mlkem768x25519,
            BuiltinDHFactories.sntrup761x25519,
            BuiltinDHFactories.sntrup761x25519_openssh,
            BuiltinDHFactories.curve25519,
            BuiltinDHFactories.curve25519_libssh);
    private static final List<BuiltinSignatures> SIGNATURES = List.of(
            BuiltinSignatures.ed25519,
            BuiltinSignatures.sk_ssh_ed25519,
            BuiltinSignatures.nistp256,
            BuiltinSignatures.nistp384,
            BuiltinSignatures.nistp521,
            BuiltinSignatures.sk_ecdsa_sha2_nistp256,
            BuiltinSignatures.rsaSHA512,
            BuiltinSignatures.rsaSHA256);

    static void set(SshServer server) {
        server.setKeyExchangeFactories(EXCHANGES.stream()
                .filter(BuiltinDHFactories::isSupported)
                .map(ServerBuilder.DH2KEX)
                .toList());
        server.setCipherFactories(List.copyOf(CIPHERS));
        server.setMacFactories(List.copyOf(MACS));
        server.setSignatureFactories(List.copyOf(SIGNATURES));
        server.addSessionListener(new Algorithms());
    }

    @Override
    public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
        if (!knowsGcm(session.getClientVersion())) return;
        String fast =
                String.join(",", FAST.stream().map(BuiltinCiphers::getName).toList());
        proposal.put(KexProposalOption.C2SENC, fast);
        proposal.put(KexProposalOption.S2CENC, fast);
    }

    static boolean knowsGcm(String client) {
        if (client == null) return false;
        Matcher version = OPENSSH.matcher(client);
        if (!version.find()) return false;
        int major = Integer.parseInt(version.group(1));
        return major > GCM_MAJOR || major == GCM_MAJOR && Integer.parseInt(version.group(2)) >= GCM_MINOR;
    }
}
