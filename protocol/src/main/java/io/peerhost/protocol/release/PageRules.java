package io.peerhost.protocol.release;

/**
 * How the files of a release answer paths, as its {@code peerhost.yaml} says; all but the document root is for static sites.
 *
 * @param index name of the file shown for a folder
 * @param notFound path of the page shown for what is not there; null for the nearest {@code 404.html} upwards
 * @param cleanUrls whether {@code /about} shows {@code about.html}
 * @param fallback path of the page that shows the routes of an application: what is not there and has no file's ending; null
 *     for none, as for releases of before it was there
 * @param documentRoot path of the folder that visitors reach, to which all other paths are relative; null for the top of the
 *     release, as for releases of before it was there
 */
public record PageRules(String index, String notFound, boolean cleanUrls, String fallback, String documentRoot) {
    public static final PageRules USUAL = new PageRules("index.html", null, false, null, null);

    public PageRules {
        if (index == null || !Folder.isName(index)) throw new IllegalArgumentException("An index is a file's name");
    }
}
