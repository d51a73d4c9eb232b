package dev.caramba.access;

import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;

/**
 * Identifies callers by tokens of an issuer. It is asked before {@link AccessKeyMechanism}. Builds without support for
 * tokens have no such bean.
 */
public interface TokenMechanism extends HttpAuthenticationMechanism {}
