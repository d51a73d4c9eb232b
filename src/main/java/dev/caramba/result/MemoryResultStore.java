package dev.caramba.result;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A store in the memory of this instance. It is bounded: when it is full, the oldest entries are removed first. */
public final class MemoryResultStore implements ResultStore {

    static final int MOST_ENTRIES = 10_000;
    static final long MOST_CHARACTERS = 32L << 20;

    private final ResultPolicy policy;
    private final InstantSource clock;
    private final Map<IdempotencyKey, Entry> entries = new LinkedHashMap<>();
    private long characters;

    public MemoryResultStore(ResultPolicy policy, InstantSource clock) {
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public Uni<Claim> claim(HeldClaim hold) {
        return now(() -> {
            var known = unexpired(hold.key());
            if (known.isPresent()) {
                return known.get().body.equals(hold.body()) ? claimOf(known.get()) : new Claim.OtherBody();
            }
            put(hold, policy.claim(), Optional.empty());
            return new Claim.Granted(hold);
        });
    }

    @Override
    public Uni<Boolean> prolong(HeldClaim hold) {
        return now(() -> {
            var held = isHeld(hold);
            if (held) {
                put(hold, policy.claim(), Optional.empty());
            }
            return held;
        });
    }

    @Override
    public Uni<Boolean> complete(HeldClaim hold, String result) {
        return now(() -> {
            var known = unexpired(hold.key());
            if (known.filter(entry -> entry.result.isPresent() || !entry.body.equals(hold.body()))
                    .isPresent()) {
                return false;
            }
            put(hold, policy.result(), Optional.of(result));
            return true;
        });
    }

    @Override
    public Uni<Boolean> release(HeldClaim hold) {
        return now(() -> {
            var held = isHeld(hold);
            if (held) {
                remove(hold.key());
            }
            return held;
        });
    }

    @Override
    public Uni<Optional<Claim>> find(IdempotencyKey key) {
        return now(() -> unexpired(key).map(this::claimOf));
    }

    private synchronized <T> T locked(Supplier<T> verb) {
        return verb.get();
    }

    private <T> Uni<T> now(Supplier<T> verb) {
        return Uni.createFrom().item(() -> locked(verb));
    }

    private boolean isHeld(HeldClaim hold) {
        return unexpired(hold.key())
                .filter(entry -> entry.result.isEmpty() && entry.owner.equals(hold.owner()))
                .isPresent();
    }

    private Claim claimOf(Entry entry) {
        return entry.result
                .<Claim>map(Claim.Done::new)
                .orElseGet(() -> new Claim.Running(Duration.between(clock.instant(), entry.end)));
    }

    private Optional<Entry> unexpired(IdempotencyKey key) {
        return Optional.ofNullable(entries.get(key)).filter(entry -> entry.end.isAfter(clock.instant()));
    }

    private void put(HeldClaim hold, Duration life, Optional<String> result) {
        remove(hold.key());
        var entry = new Entry(hold.body(), hold.owner(), clock.instant().plus(life), result);
        entries.put(hold.key(), entry);
        characters += entry.length();
        while (entries.size() > MOST_ENTRIES || characters > MOST_CHARACTERS && entries.size() > 1) {
            remove(entries.keySet().iterator().next());
        }
    }

    private void remove(IdempotencyKey key) {
        Optional.ofNullable(entries.remove(key)).ifPresent(entry -> characters -= entry.length());
    }

    private record Entry(String body, String owner, Instant end, Optional<String> result) {

        int length() {
            return result.map(String::length).orElse(0);
        }
    }
}
