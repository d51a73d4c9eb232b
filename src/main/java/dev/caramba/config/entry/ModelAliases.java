package dev.caramba.config.entry;

import dev.caramba.config.ConfigSection;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Further names of models.
 *
 * @param byProvider the model by its alias, by provider
 */
record ModelAliases(Map<String, Map<String, String>> byProvider) {

    private static final Pattern ALIAS = Pattern.compile("(?<provider>[^/=]+)/(?<alias>[^=]+)=(?<model>[^=]+)");
    private static final String EXPECTED = "comma-separated provider/alias=model, such as openai/small=gpt-4o-mini";

    /** @param providers the providers that may have aliases */
    static ModelAliases read(Optional<String> text, Collection<String> providers) {
        var section = new ConfigSection("caramba");
        var byProvider = new HashMap<String, Map<String, String>>();
        for (var part : section.list(text)) {
            var matcher = ALIAS.matcher(part);
            if (!matcher.matches()
                    || !providers.contains(matcher.group("provider").strip())) {
                throw section.wrong("model-aliases", part, EXPECTED);
            }
            byProvider
                    .computeIfAbsent(matcher.group("provider").strip(), provider -> new HashMap<>())
                    .put(matcher.group("alias").strip(), matcher.group("model").strip());
        }
        return new ModelAliases(byProvider);
    }

    Map<String, String> of(String provider) {
        return byProvider.getOrDefault(provider, Map.of());
    }
}
