package dev.caramba.access;

import dev.caramba.call.AccessSettings;
import dev.caramba.call.AccessSettings.Granted;
import dev.caramba.error.HttpError;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import java.time.InstantSource;
import java.util.Optional;

/** Decides who may call: callers with a valid key, or everybody. */
public final class AccessPolicy {

    /** The name of a caller without a key, where none is needed. */
    public static final String ANONYMOUS = "anonymous";

    private final AccessKeys keys;
    private final boolean open;
    private final AccessSettings settings;
    private final Granted anybody;
    private final InstantSource clock;
    private final boolean tokens;

    /** Creates a policy without bearer tokens. */
    public AccessPolicy(
            AccessKeys keys, boolean open, boolean production, AccessSettings settings, InstantSource clock) {
        this(keys, open, production, settings, clock, false);
    }

    /**
     * @param keys the configured keys
     * @param settings the grants of admitted callers
     * @param open whether everybody may call
     * @param production whether a missing configuration closes access instead of opening it. Callers without a key then
     *     need a grant to be admins; in development they are admins.
     * @param tokens whether bearer tokens are accepted too, which another class verifies
     */
    AccessPolicy(
            AccessKeys keys,
            boolean open,
            boolean production,
            AccessSettings settings,
            InstantSource clock,
            boolean tokens) {
        this.keys = keys;
        this.open = open || keys.isEmpty() && !production && !tokens;
        this.settings = settings;
        this.anybody = production || settings.granted().containsKey(ANONYMOUS)
                ? settings.of(ANONYMOUS)
                : new Granted(Grant.ALL, Optional.empty());
        this.clock = clock;
        this.tokens = tokens;
    }

    /** Returns whether the text is a key, valid or not. */
    boolean knows(String key, KeySnapshot shared) {
        return keys.callerOf(key).isPresent() || shared.of(key).isPresent();
    }

    /**
     * Returns the caller.
     *
     * @throws dev.caramba.error.HttpErrorException with status 401
     */
    Caller admit(Credentials credentials) {
        return admit(credentials, KeySnapshot.NONE);
    }

    /**
     * Returns the caller when the fleet has shared keys too.
     *
     * @throws dev.caramba.error.HttpErrorException with status 401, or 503 where only the unreachable shared store
     * knows the key
     */
    Caller admit(Credentials credentials, KeySnapshot shared) {
        var known = credentials.values().stream()
                .flatMap(key -> holder(key, shared).stream())
                .findFirst();
        return known.filter(this::isValid)
                .or(() -> Optional.of(new Holder(ANONYMOUS, anybody)).filter(holder -> open && isValid(holder)))
                .map(Holder::caller)
                .orElseThrow(() ->
                        refusal(!credentials.none(), known.isPresent(), shared).asException());
    }

    private Optional<Holder> holder(String key, KeySnapshot shared) {
        return shared.of(key)
                .filter(found -> shared.good())
                .map(found -> new Holder(found.name(), found.granted()))
                .or(() -> keys.callerOf(key)
                        .filter(name -> !shared.knows(name))
                        .map(name -> new Holder(name, settings.of(name))));
    }

    private boolean isValid(Holder holder) {
        return !holder.granted().over(clock.instant());
    }

    private HttpError refusal(boolean keyGiven, boolean keyKnown, KeySnapshot shared) {
        return keyGiven && !keyKnown && !shared.current()
                ? HttpError.storeOutOfReach("The access key cannot be checked: the shared store is out of reach.")
                : rejection(keyGiven, keyKnown, shared == KeySnapshot.NONE).error();
    }

    /** The name and the grant behind a key. */
    private record Holder(String name, Granted granted) {

        Caller caller() {
            return new Caller(name, granted.grant());
        }
    }

    private Rejection rejection(boolean keyGiven, boolean keyKnown, boolean configuredOnly) {
        if (keys.isEmpty() && configuredOnly && !tokens) {
            return Rejection.NOT_CONFIGURED;
        }
        if (keyKnown) {
            return Rejection.EXPIRED;
        }
        return !keyGiven ? Rejection.NO_KEY : tokens ? Rejection.WRONG_TOKEN : Rejection.WRONG_KEY;
    }
}
