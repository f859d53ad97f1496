package io.peerhost.devstack.doctor;

/**
 * One line of the doctor.
 *
 * @param subject a part, or an invariant of one
 * @param well whether it is as it must be
 */
public record Finding(String subject, boolean well, String detail) {
    static Finding well(String subject, String detail) {
        return new Finding(subject, true, detail);
    }

    static Finding ill(String subject, String detail) {
        return new Finding(subject, false, detail);
    }
}
