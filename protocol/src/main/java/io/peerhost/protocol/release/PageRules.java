package io.peerhost.protocol.release;

/**
 * How the files of a static release answer paths, as its {@code peerhost.yaml} says.
 *
 * @param index name of the file shown for a folder
 * @param notFound path of the page shown for what is not there; null for the nearest {@code 404.html} upwards
 * @param cleanUrls whether {@code /about} shows {@code about.html}
 */
public record PageRules(String index, String notFound, boolean cleanUrls) {
    public static final PageRules USUAL = new PageRules("index.html", null, false);

    public PageRules {
        if (index == null || !Folder.isName(index)) throw new IllegalArgumentException("An index is a file's name");
    }
}
