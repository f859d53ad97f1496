package io.peerhost.agent.tunnel;

import io.peerhost.protocol.release.Hash;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts one certificate, whoever signed it and whatever name it has: the one the portal named. */
final class PinnedCertificate extends X509ExtendedTrustManager {
    private final Hash sha256;

    PinnedCertificate(Hash sha256) {
        this.sha256 = sha256;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !Hash.ofContent(chain[0].getEncoded()).equals(sha256))
            throw new CertificateException("This is not the edge the portal named: its certificate is another");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("Agents dial; nobody dials them");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
