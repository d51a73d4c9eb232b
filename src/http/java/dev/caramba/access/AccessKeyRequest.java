package dev.caramba.access;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks who the caller is that sends these credentials. */
final class AccessKeyRequest extends BaseAuthenticationRequest {

    private final Credentials credentials;

    AccessKeyRequest(Credentials credentials) {
        this.credentials = credentials;
    }

    Credentials credentials() {
        return credentials;
    }
}
