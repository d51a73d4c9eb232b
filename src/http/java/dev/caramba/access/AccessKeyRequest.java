package dev.caramba.access;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks Quarkus Security for the identity behind these credentials. */
final class AccessKeyRequest extends BaseAuthenticationRequest {

    private final Credentials credentials;

    AccessKeyRequest(Credentials credentials) {
        this.credentials = credentials;
    }

    Credentials credentials() {
        return credentials;
    }
}
