/** Arranges the conversation of a request for providers that are particular about it. */
package dev.caramba.dialect.history;
