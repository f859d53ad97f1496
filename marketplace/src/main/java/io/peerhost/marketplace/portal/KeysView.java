package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.SshKeyResource.KeyView;
import java.util.List;

/** @param sftp the line that logs in; @param typed the form as it was sent */
public record KeysView(List<KeyView> keys, String sftp, Typed typed) {
    /** A name to begin with, where there is no key yet. */
    public String named() {
        return typed.name.isEmpty() && keys.isEmpty() ? "laptop" : typed.name;
    }

    /** A private key is never shown again. */
    public record Typed(String name, String key) {
        public Typed {
            name = name == null ? "" : name;
            key = key == null || key.contains("PRIVATE") ? "" : key;
        }
    }
}
