package io.peerhost.protocol.lease;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A site as every service knows it.
 *
 * @param id its identity, never reused
 * @param name its name and first label of its host: 3 to 40 of a-z, 0-9 and inner hyphens
 * @param owner the account it belongs to (the subject at the sign-in)
 * @param ownerName the user name it is deployed as
 * @param kind how it runs
 * @param deletedAt when its owner deleted it; null while it is wanted, and in events of before it was there
 */
public record Site(UUID id, String name, UUID owner, String ownerName, SiteKind kind, Instant deletedAt) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]");

    public Site {
        if (id == null || owner == null || ownerName == null || kind == null)
            throw new IllegalArgumentException("A site needs id, name, owner, owner's name and kind");
        if (!isName(name))
            throw new IllegalArgumentException(
                    "A site's name is 3 to 40 of a-z, 0-9 and inner hyphens, this is not: " + name);
    }

    /** One that is wanted. */
    public static Site of(UUID id, String name, UUID owner, String ownerName, SiteKind kind) {
        return new Site(id, name, owner, ownerName, kind, null);
    }

    public static boolean isName(String name) {
        return name != null && NAME.matcher(name).matches() && !name.contains("--");
    }
}
