package io.peerhost.messaging;

/** A record as Kafka gave it: {@code value} is the JSON of the topic's record type. */
public record Incoming(String topic, int partition, long offset, String key, String value) {}
