package dev.caramba.health;

import dev.caramba.prompt.Target;
import java.util.List;
import java.util.Locale;

/**
 * What an operator does to a provider by hand, for the whole fleet. Doing it again changes nothing.
 *
 * @param targets of this provider, at least one: what is reset along with it, and shown afterwards
 */
public record Control(Action action, String provider, List<Target> targets) {

    public Control {
        targets = List.copyOf(targets);
        if (targets.isEmpty()
                || !targets.stream().allMatch(target -> target.provider().equals(provider))) {
            throw new IllegalArgumentException("targets: " + targets + " (expected: some of " + provider + ")");
        }
    }

    /** What is done. */
    public enum Action {
        /** Nobody asks the provider any more, whatever the model; calls under way end as they would. */
        DISABLE,
        /** It may be asked again, as far as its cooldowns allow. */
        ENABLE,
        /**
         * What is held against the provider and the targets is forgotten: failures, cooldowns and how often they were
         * doubled, requests that are used up, the last error. Leases stay; their reports are no news. Does not enable.
         */
        RESET;

        /** The name in lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
