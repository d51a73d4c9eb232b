/**
 * Who may call, by Quarkus Security: {@link dev.caramba.access.AccessGate} stands before every route and has requests
 * authenticated, {@link dev.caramba.access.AccessKeyMechanism} reads access keys from them,
 * {@link dev.caramba.access.AccessKeyProvider} knows whose they are, and {@link dev.caramba.access.AccessKeys} knows them
 * by their hashes.
 */
package dev.caramba.access;
