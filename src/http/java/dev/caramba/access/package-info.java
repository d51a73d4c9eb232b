/**
 * Access control, by Quarkus Security. {@link dev.caramba.access.AccessGate} authenticates requests before every route.
 * {@link dev.caramba.access.AccessKeyMechanism} reads their access keys. {@link dev.caramba.access.AccessKeyProvider}
 * identifies the callers, and {@link dev.caramba.access.AccessKeys} holds the hashes of the keys.
 */
package dev.caramba.access;
