package io.peerhost.marketplace.portal;

import io.peerhost.protocol.release.Hash;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where styles and scripts are: browsers keep them for good, so another content has another address. */
@Named("assets")
@ApplicationScoped
public class Assets {
    private static final int SHOWN = 12;

    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    public String of(String name) {
        return addresses.computeIfAbsent(name, Assets::address);
    }

    private static String address(String name) {
        try (InputStream asset = Thread.currentThread()
                .getContextClassLoader()
                .getResourceAsStream("META-INF/resources/assets/" + name)) {
            return "/assets/" + name + "?v="
                    + Hash.ofContent(asset.readAllBytes()).hex().substring(0, SHOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
