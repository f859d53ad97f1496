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
    /** @param kind {@code good} or {@code bad}; @param field the id of the field of a form that it is about; null for none */
    public record Notice(String kind, String title, String detail, String field) {
        static Notice done(String title, String detail) {
            return new Notice("good", title, detail, null);
        }
    }

    /** Around a page that knows nothing of its reader. */
    static Frame plain(String title) {
        return new Frame(title, "", null, "", "", null);
    }

    /** Whether what was typed into a field is refused. */
    public boolean wrong(String field) {
        return notice != null && field.equals(notice.field);
    }

    public boolean is(String name) {
        return section.equals(name);
    }
}
