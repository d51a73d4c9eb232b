/**
 * The store of responses that callers may continue, read and delete later.
 *
 * <p>Open {@link dev.caramba.response.ResponseStore} first. This package does not know what a response contains.
 */
package dev.caramba.response;
