package dev.caramba.health;

import dev.caramba.prompt.Target;
import java.util.List;
import java.util.Locale;

/**
 * An operator's action on a provider, for the whole fleet. Repeating it changes nothing.
 *
 * @param targets targets of this provider, at least one; they are reset with it, and the reply shows their health
 */
public record Control(Action action, String provider, List<Target> targets) {

    public Control {
        targets = List.copyOf(targets);
        if (targets.isEmpty()
                || !targets.stream().allMatch(target -> target.provider().equals(provider))) {
            throw new IllegalArgumentException("targets: " + targets + " (expected: some of " + provider + ")");
        }
    }

    /** The kind of action. */
    public enum Action {
        /** No instance asks the provider any more, whatever the model; attempts under way end as they would. */
        DISABLE,
        /** The provider may be asked again, as far as its cooldowns allow. */
        ENABLE,
        /**
         * The store clears the failures, cooldowns and their doubling, the exhaustion and the last error of the
         * provider and the targets. Leases stay, but their reports no longer count. A disabled provider stays disabled.
         */
        RESET;

        /** Returns the name in lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
