package io.peerhost.devstack.doctor;

import java.net.URI;

/** A service the doctor looks at. @param base its address without trailing slash */
public record Subject(String name, URI base) {
    URI at(String path) {
        return URI.create(base + path);
    }
}
