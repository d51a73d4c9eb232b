package dev.caramba.played;

import dev.caramba.upstream.Received;

/** A request that reached a provider; {@code provider} is its name in the fixture, {@code key} the one of its entry. */
record Asked(String provider, String key, Received request) {}
