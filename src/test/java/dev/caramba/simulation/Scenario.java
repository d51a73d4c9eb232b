package dev.caramba.simulation;

import dev.caramba.simulation.DistantStore.Mood;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What happens during a run, and which of its figures are worth a column. */
final class Scenario {

    final String name;
    final String story;
    int seconds = 180;
    double callsPerSecond = 10;
    double millisBetweenWords = 100;
    int maxInFlight = Integer.MAX_VALUE;
    Optional<Duration> hedgeAfter = Optional.empty();
    List<Period> sickness = List.of();
    List<String> sick = List.of();
    List<Column> columns = List.of();

    private Supplier<Behaviour> illness = Behaviours::isSilent;
    private final TreeMap<Double, Mood> store = new TreeMap<>(java.util.Map.of(0.0, Mood.HERE));
    private Optional<Period> spike = Optional.empty();
    private double spikeFactor = 1;

    private Scenario(String name, String story) {
        this.name = name;
        this.story = story.strip();
    }

    static Scenario of(String name, String story) {
        return new Scenario(name, story);
    }

    Scenario lasts(int seconds) {
        this.seconds = seconds;
        return this;
    }

    /** @param illness made anew for each sick provider of each run */
    Scenario sick(List<String> providers, Supplier<Behaviour> illness, Period... sickness) {
        this.sick = providers;
        this.illness = illness;
        this.sickness = List.of(sickness);
        return this;
    }

    Scenario load(double callsPerSecond) {
        this.callsPerSecond = callsPerSecond;
        return this;
    }

    Scenario spike(double factor, Period period) {
        spikeFactor = factor;
        spike = Optional.of(period);
        return this;
    }

    /** Seconds from the first word to the end. */
    Scenario answersTake(double seconds) {
        millisBetweenWords = seconds * 1000 / Behaviours.WORDS.size();
        return this;
    }

    Scenario maxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
        return this;
    }

    Scenario hedgedAfter(Duration silence) {
        hedgeAfter = Optional.of(silence);
        return this;
    }

    Scenario storeFrom(double seconds, Mood mood) {
        store.put(seconds, mood);
        return this;
    }

    Scenario show(Column... columns) {
        this.columns = List.of(columns);
        return this;
    }

    Mood store(double seconds) {
        return store.floorEntry(seconds).getValue();
    }

    double callsPerSecond(double seconds) {
        return spike.filter(period -> period.holds(seconds)).isPresent()
                ? callsPerSecond * spikeFactor
                : callsPerSecond;
    }

    boolean sickAt(double seconds) {
        return sickness.stream().anyMatch(period -> period.holds(seconds));
    }

    /** The provider's behaviour over the run. */
    Behaviour behaviour(String provider, Behaviour well) {
        if (!sick.contains(provider)) {
            return well;
        }
        var ill = illness.get();
        return (seconds, random) -> (sickAt(seconds) ? ill : well).answer(seconds, random);
    }
}
