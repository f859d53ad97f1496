package io.peerhost.edge.tunnel;

import io.peerhost.protocol.release.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate by which agents know this edge: ECDSA P-256, signed by itself, made once and kept. Agents pin its
 * SHA-256, which is also written to {@code tunnel-certificate.sha256} for whoever tells it to them.
 */
public record TunnelCertificate(PrivateKey key, X509Certificate certificate) {
    private static final Duration VALID = Duration.ofDays(20 * 365);

    /** @param folder keeps {@code tunnel.key} and {@code tunnel.crt} (PKCS #8 and X.509, DER) */
    public static TunnelCertificate in(Path folder, Clock clock) throws IOException, GeneralSecurityException {
        Path keyFile = folder.resolve("tunnel.key");
        Path certificateFile = folder.resolve("tunnel.crt");
        TunnelCertificate found;
        if (Files.exists(keyFile) && Files.exists(certificateFile)) {
            found = read(Files.readAllBytes(keyFile), Files.readAllBytes(certificateFile));
        } else {
            found = make(clock.instant());
            Files.createDirectories(folder);
            write(certificateFile, found.certificate.getEncoded());
            write(keyFile, found.key.getEncoded());
        }
        write(folder.resolve("tunnel-certificate.sha256"), found.sha256().hex().getBytes());
        return found;
    }

    public Hash sha256() {
        try {
            return Hash.ofContent(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TunnelCertificate read(byte[] key, byte[] certificate) throws GeneralSecurityException {
        return new TunnelCertificate(
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate)));
    }

    private static TunnelCertificate make(Instant now) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=peerhost-edge");
        Date from = Date.from(now.minus(Duration.ofDays(1)));
        Date until = Date.from(now.plus(VALID));
        BigInteger serial = new BigInteger(120, new SecureRandom());
        try {
            byte[] encoded = new JcaX509v3CertificateBuilder(name, serial, from, until, name, pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
            return read(pair.getPrivate().getEncoded(), encoded);
        } catch (OperatorCreationException | IOException e) {
            throw new GeneralSecurityException("The tunnel's certificate could not be made", e);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path part = Files.createTempFile(
                file.getParent(),
                file.getFileName().toString(),
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
