/**
 * Who may call: {@link dev.caramba.access.AccessGate} stands before every route, {@link dev.caramba.access.AccessKeys}
 * knows the keys by their hashes.
 */
package dev.caramba.access;
