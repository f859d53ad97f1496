package io.peerhost.edge.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a file is, by the end of its name. Text is UTF-8, but XML says by itself what it is and JSON has no other. */
public final class MediaTypes {
    /** Endings, or whole names after a slash, and their type. */
    private static final String TABLE = """
            html htm shtml text/html
            css        text/css
            js mjs cjs text/javascript
            json map   application/json
            webmanifest application/manifest+json
            jsonld     application/ld+json
            geojson    application/geo+json
            jsonl ndjson application/x-ndjson
            topojson   application/json
            /apple-app-site-association application/json
            xml xsl xsd application/xml
            xhtml xht  application/xhtml+xml
            rss        application/rss+xml
            atom       application/atom+xml
            rdf        application/rdf+xml
            xspf       application/xspf+xml
            kml        application/vnd.google-earth.kml+xml
            kmz        application/vnd.google-earth.kmz
            gpx        application/gpx+xml
            txt text log text/plain
            md         text/markdown
            mml        text/mathml
            htc        text/x-component
            csv        text/csv
            tsv        text/tab-separated-values
            ttl        text/turtle
            vcf        text/vcard
            ics        text/calendar
            vtt        text/vtt
            srt        application/x-subrip
            toml       application/toml
            yaml yml   application/yaml
            svg        image/svg+xml
            png        image/png
            jpg jpeg jfif image/jpeg
            gif        image/gif
            webp       image/webp
            avif       image/avif
            jxl        image/jxl
            apng       image/apng
            heic       image/heic
            ico cur    image/vnd.microsoft.icon
            bmp        image/bmp
            tif tiff   image/tiff
            mp4 m4v    video/mp4
            webm       video/webm
            mov        video/quicktime
            mkv        video/matroska
            avi        video/x-msvideo
            mpg mpeg   video/mpeg
            ts         video/mp2t
            3gp 3gpp   video/3gpp
            wmv        video/x-ms-wmv
            asf asx    video/x-ms-asf
            flv        video/x-flv
            ogv        video/ogg
            m3u8       application/vnd.apple.mpegurl
            mpd        application/dash+xml
            m4s        video/iso.segment
            glb        model/gltf-binary
            gltf       model/gltf+json
            mp3        audio/mpeg
            m4a        audio/mp4
            aac        audio/aac
            weba       audio/webm
            ogg oga    audio/ogg
            opus       audio/ogg
            wav        audio/wav
            flac       audio/flac
            mid midi kar audio/midi
            woff       font/woff
            woff2      font/woff2
            ttf        font/ttf
            otf        font/otf
            eot        application/vnd.ms-fontobject
            wasm       application/wasm
            pdf        application/pdf
            zip        application/zip
            gz tgz     application/gzip
            br         application/x-brotli
            zst        application/zstd
            xz         application/x-xz
            bz2        application/x-bzip2
            tar        application/x-tar
            7z         application/x-7z-compressed
            rar        application/x-rar-compressed
            jar war ear application/java-archive
            jnlp       application/x-java-jnlp-file
            rpm        application/x-redhat-package-manager
            xpi        application/x-xpinstall
            swf        application/x-shockwave-flash
            der pem crt application/x-x509-ca-cert
            epub       application/epub+zip
            rtf        application/rtf
            ps eps ai  application/postscript
            odt        application/vnd.oasis.opendocument.text
            ods        application/vnd.oasis.opendocument.spreadsheet
            odp        application/vnd.oasis.opendocument.presentation
            odg        application/vnd.oasis.opendocument.graphics
            apk        application/vnd.android.package-archive
            doc        application/msword
            xls        application/vnd.ms-excel
            ppt        application/vnd.ms-powerpoint
            docx       application/vnd.openxmlformats-officedocument.wordprocessingml.document
            xlsx       application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
            pptx       application/vnd.openxmlformats-officedocument.presentationml.presentation
            """;

    private static final Map<String, String> TYPES = new HashMap<>();

    static {
        for (String line : TABLE.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            for (int i = 0; i < words.length - 1; i++) TYPES.put(words[i], words[words.length - 1]);
        }
    }

    private MediaTypes() {}

    /** With a charset for text that cannot name its own. */
    public static String of(String name) {
        int dot = name.lastIndexOf('.');
        String key = dot < 0 ? "/" + name : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        String type = TYPES.getOrDefault(key, "application/octet-stream");
        boolean needsCharset = type.startsWith("text/") || type.equals("application/x-subrip");
        return needsCharset ? type + "; charset=utf-8" : type;
    }

    /** Whether compressing it is worth the while. */
    public static boolean compressible(String type) {
        String plain = type.split(";")[0];
        return isText(plain)
                || plain.equals("application/wasm")
                || plain.equals("font/ttf")
                || plain.equals("font/otf")
                || plain.equals("image/bmp")
                || plain.equals("image/vnd.microsoft.icon");
    }

    private static boolean isText(String type) {
        return type.startsWith("text/")
                || type.endsWith("+xml")
                || type.endsWith("json")
                || type.equals("application/xml")
                || type.equals("application/yaml")
                || type.equals("application/toml")
                || type.equals("application/x-subrip");
    }
}
