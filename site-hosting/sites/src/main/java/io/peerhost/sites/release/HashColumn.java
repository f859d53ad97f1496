package io.peerhost.sites.release;

import io.peerhost.protocol.release.Hash;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Hashes as 32 bytes. */
@Converter
public class HashColumn implements AttributeConverter<Hash, byte[]> {
    @Override
    public byte[] convertToDatabaseColumn(Hash hash) {
        return hash == null ? null : hash.bytes();
    }

    @Override
    public Hash convertToEntityAttribute(byte[] bytes) {
        return bytes == null ? null : Hash.of(bytes);
    }
}
