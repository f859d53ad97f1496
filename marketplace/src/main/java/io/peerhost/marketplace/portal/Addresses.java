package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.provider.AgentProgram;
import io.peerhost.marketplace.provider.DownloadResource;
import io.peerhost.marketplace.provider.ProviderConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the other doors are that people are told of. */
@ApplicationScoped
public class Addresses {
    private final String sftp;
    private final Optional<String> fingerprint;
    private final URI edge;
    private final Optional<String> portal;
    private final ProviderConfig provider;

    public Addresses(
            @ConfigProperty(name = "marketplace.sftp") String sftp,
            @ConfigProperty(name = "marketplace.sftp-fingerprint") Optional<String> fingerprint,
            @ConfigProperty(name = "marketplace.edge.url") URI edge,
            @ConfigProperty(name = "marketplace.portal.url") Optional<String> portal,
            ProviderConfig provider) {
        this.sftp = sftp;
        this.fingerprint = fingerprint;
        this.edge = edge;
        this.portal = portal;
        this.provider = provider;
    }

    /** The command that opens the account's sites. */
    String sftp(String user) {
        return "sftp" + port("-P") + " " + user + "@" + host();
    }

    /** Of the SSH door's key, as clients show it at the first connection; null where the operator did not say it. */
    String fingerprint() {
        return fingerprint.orElse(null);
    }

    /** The command for a word to the SSH door. */
    String ssh(String user, String words) {
        return "ssh" + port("-p") + " " + user + "@" + host() + " " + words;
    }

    /** Puts all of the folder one stands in into a site, names with a leading dot too, and publishes it. */
    String upload(String user, String site) {
        return "echo 'put -r . /" + site + "/' | " + sftp(user);
    }

    /** Where visitors find a host name. */
    String visit(String host) {
        int port = edge.getPort();
        return edge.getScheme() + "://" + host + (port < 0 ? "" : ":" + port) + "/";
    }

    /** The name a site answers under before its first release says so itself. */
    String firstHost(String site) {
        String domain = edge.getHost();
        return site + "." + (domain == null || domain.matches("[0-9.]+") ? "localhost" : domain);
    }

    /** @param asked how the portal was reached, when it is not configured */
    String portal(URI asked) {
        return portal.orElseGet(() -> asked.getScheme() + "://" + asked.getAuthority());
    }

    /** The command that starts an agent. It asks for the token, which would stay in the shell's history among its words. */
    String agent(String portal) {
        String download = givesAgent()
                ? "curl -fsS " + portal + DownloadResource.AGENT + " | tar x && cd " + AgentProgram.NAME + " && "
                : "";
        return download + "PORTAL_URL=" + portal + " DATA_DIR=$HOME/peerhost-agent java -jar " + AgentProgram.NAME
                + ".jar";
    }

    /** Whether the agent can be downloaded here. */
    boolean givesAgent() {
        return provider.program().isPresent();
    }

    private String host() {
        int colon = sftp.lastIndexOf(':');
        return colon < 0 ? sftp : sftp.substring(0, colon);
    }

    private String port(String flag) {
        int colon = sftp.lastIndexOf(':');
        return colon < 0 || sftp.endsWith(":22") ? "" : " " + flag + " " + sftp.substring(colon + 1);
    }
}
