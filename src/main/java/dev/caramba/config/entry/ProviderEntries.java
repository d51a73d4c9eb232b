package dev.caramba.config.entry;

import dev.caramba.config.CarambaConfig;
import dev.caramba.config.CarambaConfig.ProviderKeys;
import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigSection;
import dev.caramba.config.EntryNames;
import dev.caramba.generation.Provider;
import dev.caramba.route.ModelResolver;
import dev.caramba.route.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** All provider entries: first the built-in ones, then custom and ready-made ones in natural order. */
public final class ProviderEntries {

    private static final String PREFIX = "caramba.providers";

    private final Map<String, ProviderKeys> keys;
    private final ProviderKeys noKeys;
    private final Function<String, Optional<String>> variables;
    private final Map<String, CustomProvider> readyMade;
    private final List<String> names;
    private final ModelAliases aliases;
    private final String textGenerationModels;

    /**
     * @param variables looks up a variable, such as {@code OPENAI_API_KEY}
     * @param readyMade providers by name; their entries need no address, type or key
     */
    public ProviderEntries(
            CarambaConfig config, Function<String, Optional<String>> variables, Map<String, CustomProvider> readyMade) {
        this.keys = EntryNames.checked(PREFIX, config.providers());
        this.noKeys = config.providers().get("");
        this.variables = variables;
        this.readyMade = EntryNames.checked("the name of a Provider bean", readyMade);
        this.names = names();
        this.aliases = ModelAliases.read(config.modelAliases(), names);
        this.textGenerationModels = String.join(
                ",",
                new ConfigSection("caramba.huggingface")
                        .list(config.huggingface().textGenerationModels()));
        if (names.contains(ModelResolver.AUTO)) {
            throw ConfigException.wrong(PREFIX, ModelResolver.AUTO, "another name: auto stands for all providers");
        }
    }

    /** Returns the names of all entries, enabled or not, in order. */
    public List<String> all() {
        return names;
    }

    /** Returns the models that entries name, enabled or not. */
    public Set<String> models() {
        var models = new HashSet<String>();
        for (var name : names) {
            var section = new ConfigSection(PREFIX + "." + name);
            var type = BuiltInProvider.named(typeOf(name));
            section.text(keysOf(name).model())
                    .or(() -> type.map(BuiltInProvider::model))
                    .or(() -> Optional.ofNullable(readyMade.get(name)).map(CustomProvider::model))
                    .ifPresent(models::add);
            models.addAll(section.list(keysOf(name).models()));
            section.text(keysOf(name).embeddingModel())
                    .or(() -> type.flatMap(BuiltInProvider::embeddingModel))
                    .ifPresent(models::add);
            models.addAll(aliases.of(name).values());
            type.ifPresent(vendor -> models.addAll(vendor.aliases().values()));
        }
        return models;
    }

    /** Returns the type of an entry, or the name itself where there is no such entry. */
    public String typeOf(String name) {
        return names.contains(name) && !readyMade.containsKey(name)
                ? EntryKeys.of(name, keysOf(name), variables).type()
                : name;
    }

    /** Returns why an entry is not enabled; empty when it is. */
    Optional<String> whyNot(String name) {
        var entry = EntryKeys.of(name, keysOf(name), variables);
        boolean enabled = readyMade.containsKey(name) ? isOn(name, entry.keys()) : entry.enabled();
        return enabled ? Optional.empty() : Optional.of(entry.whyNot());
    }

    /** Returns whether any entry is enabled. */
    public boolean anyEnabled() {
        return !readyMade.isEmpty()
                || names.stream()
                        .anyMatch(name ->
                                EntryKeys.of(name, keysOf(name), variables).enabled());
    }

    /**
     * Returns the offers of the enabled entries.
     *
     * @param overHttp makes the provider of an entry that is not ready-made
     */
    public List<Offer> offers(Function<ProviderEntry, Provider> overHttp) {
        return names.stream()
                .flatMap(name -> Optional.ofNullable(readyMade.get(name))
                        .map(ready -> offer(name, ready))
                        .orElseGet(() -> offer(name, overHttp))
                        .stream())
                .toList();
    }

    private Optional<Offer> offer(String name, CustomProvider ready) {
        var section = new ConfigSection(PREFIX + "." + name);
        var keys = keysOf(name);
        return isOn(name, keys)
                ? Optional.of(CandidateSettings.read(
                                section, keys, Optional.of(ready.model()), Optional.empty(), aliases.of(name))
                        .offer(ready.provider()))
                : Optional.empty();
    }

    private static boolean isOn(String name, ProviderKeys keys) {
        return new ConfigSection(PREFIX + "." + name)
                .flag("enabled", keys.enabled())
                .orElse(true);
    }

    private Optional<Offer> offer(String name, Function<ProviderEntry, Provider> overHttp) {
        return Optional.of(EntryKeys.of(name, keysOf(name), variables))
                .filter(EntryKeys::enabled)
                .map(entry -> entry.read(aliases.of(name)))
                .map(this::withModelsOfTextGeneration)
                .map(entry -> entry.terms().offer(overHttp.apply(entry)));
    }

    private ProviderEntry withModelsOfTextGeneration(ProviderEntry entry) {
        return BuiltInProvider.named(entry.type()).equals(Optional.of(BuiltInProvider.HUGGINGFACE))
                ? entry.withOption("text-generation-models", textGenerationModels)
                : entry;
    }

    private ProviderKeys keysOf(String name) {
        return keys.getOrDefault(name, noKeys);
    }

    private List<String> names() {
        var all = new ArrayList<String>();
        Arrays.stream(BuiltInProvider.values()).map(BuiltInProvider::entryName).forEach(all::add);
        var custom = new TreeSet<>(EntryNames.NATURAL);
        custom.addAll(keys.keySet());
        custom.addAll(readyMade.keySet());
        all.forEach(custom::remove);
        all.addAll(custom);
        return List.copyOf(all);
    }
}
