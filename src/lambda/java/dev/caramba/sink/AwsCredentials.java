package dev.caramba.sink;

import java.util.Optional;

/**
 * What requests to AWS are signed with.
 *
 * @param token the token of a session, which is sent with each request; the credentials of a function have one
 */
record AwsCredentials(String accessKey, String secretKey, Optional<String> token) {

    /** Shows nothing that is secret. */
    @Override
    public String toString() {
        return "AwsCredentials[" + accessKey + "]";
    }
}
