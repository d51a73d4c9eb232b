package dev.caramba.access;

import dev.caramba.call.AccessSettings;
import dev.caramba.call.AccessSettings.Granted;
import dev.caramba.error.HttpError;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import java.time.InstantSource;
import java.util.Optional;

/** Decides who may call: whoever has a key, or anybody. */
public final class AccessPolicy {

    /** The caller's name when no key is needed. */
    public static final String ANONYMOUS = "anonymous";

    private final AccessKeys keys;
    private final boolean open;
    private final AccessSettings settings;
    private final Granted anybody;
    private final InstantSource clock;
    private final boolean tokens;

    /** Where no tokens are taken. */
    public AccessPolicy(
            AccessKeys keys, boolean open, boolean production, AccessSettings settings, InstantSource clock) {
        this(keys, open, production, settings, clock, false);
    }

    /**
     * @param keys of the configuration
     * @param settings what those who get in may do
     * @param open whether anybody may call
     * @param production whether a missing configuration shuts the door rather than leaving it open, and whether those who
     *     have no key are no admins until their grant says so: on one's own machine they are
     * @param tokens whether tokens are taken, too, which somebody else looks at
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

    /** Whether this is a key, good or not. */
    boolean knows(String key, KeyBook shared) {
        return keys.callerOf(key).isPresent() || shared.of(key).isPresent();
    }

    /**
     * The caller.
     *
     * @throws dev.caramba.error.HttpErrorException a 401
     */
    Caller admit(Credentials credentials) {
        return admit(credentials, KeyBook.NONE);
    }

    /**
     * The same where the fleet has keys too.
     *
     * @throws dev.caramba.error.HttpErrorException a 401, or a 503 where only the fleet could tell
     */
    Caller admit(Credentials credentials, KeyBook shared) {
        var known = credentials.values().stream()
                .flatMap(key -> holder(key, shared).stream())
                .findFirst();
        return known.filter(this::isValid)
                .or(() -> Optional.of(new Holder(ANONYMOUS, anybody)).filter(holder -> open && isValid(holder)))
                .map(Holder::caller)
                .orElseThrow(() ->
                        refusal(!credentials.none(), known.isPresent(), shared).asException());
    }

    private Optional<Holder> holder(String key, KeyBook shared) {
        return shared.of(key)
                .filter(theirs -> shared.good())
                .map(theirs -> new Holder(theirs.name(), theirs.granted()))
                .or(() -> keys.callerOf(key)
                        .filter(name -> !shared.knows(name))
                        .map(name -> new Holder(name, settings.of(name))));
    }

    private boolean isValid(Holder holder) {
        return !holder.granted().over(clock.instant());
    }

    private HttpError refusal(boolean keyGiven, boolean keyKnown, KeyBook shared) {
        return keyGiven && !keyKnown && !shared.current()
                ? HttpError.storeOutOfReach("The access key cannot be checked: the shared store is out of reach.")
                : rejection(keyGiven, keyKnown, shared == KeyBook.NONE).error();
    }

    /** Who has a key. */
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
