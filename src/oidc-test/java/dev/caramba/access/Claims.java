package dev.caramba.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** What tokens say. */
final class Claims {

    private Claims() {}

    static String issuer() {
        return ConfigProvider.getConfig().getValue("caramba.access.oidc.issuer", String.class);
    }

    /** Of somebody who is in these groups. */
    static ObjectNode of(String subject, String... groups) {
        var now = Instant.now().getEpochSecond();
        var claims = Json.object()
                .put("iss", issuer())
                .put("aud", "caramba")
                .put("sub", subject)
                .put("iat", now)
                .put("exp", now + 300);
        List.of(groups).forEach(claims.putObject("realm").putArray("groups")::add);
        return claims;
    }

    static String signed(ObjectNode claims) {
        return signed("one", claims);
    }

    static String signed(String key, ObjectNode claims) {
        return SigningKey.named(key).sign(key, Json.write(claims));
    }
}
