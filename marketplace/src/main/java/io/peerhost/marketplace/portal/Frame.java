package io.peerhost.marketplace.portal;

/**
 * What is around every page.
 *
 * @param title of the page
 * @param section of the navigation it belongs to; empty for none
 * @param user who is signed in; null for nobody
 * @param token that every form of the page sends back
 * @param once names this rendering of the forms, so that one sent twice is done once
 * @param notice what just happened; null for nothing
 */
public record Frame(String title, String section, String user, String token, String once, Notice notice) {
    /** @param kind {@code good} or {@code bad} */
    public record Notice(String kind, String title, String detail) {
        static Notice done(String title, String detail) {
            return new Notice("good", title, detail);
        }
    }

    /** Around a page that knows nothing of its reader. */
    static Frame plain(String title) {
        return new Frame(title, "", null, "", "", null);
    }

    public boolean is(String name) {
        return section.equals(name);
    }
}
