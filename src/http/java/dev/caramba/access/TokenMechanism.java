package dev.caramba.access;

import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;

/**
 * Knows callers by tokens that others issue, and is asked before {@link AccessKeyMechanism}. In builds that take no tokens
 * there is no such bean.
 */
public interface TokenMechanism extends HttpAuthenticationMechanism {}
