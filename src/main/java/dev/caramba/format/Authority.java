package dev.caramba.format;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of an address, with its port. {@link URI} knows no host whose name has an underscore, as names of services in
 * Docker Compose and Kubernetes may have.
 *
 * @param userInfo what precedes the {@code @}, undecoded
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 */
public record Authority(Optional<String> userInfo, String host, Optional<Integer> port) {

    private static final int MOST = 65_535;
    private static final Pattern FORM = Pattern.compile(
            "(?:(?<user>[^@]*)@)?(?<host>\\[[0-9A-Fa-f:.]+(?:%25[\\w.~-]+)?]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?)(?::(?<port>\\d{0,5}))?");

    /** Returns the authority of an absolute address; empty when it has none or an invalid one. */
    public static Optional<Authority> of(URI uri) {
        return Optional.ofNullable(uri.getRawAuthority()).flatMap(Authority::read);
    }

    private static Optional<Authority> read(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        var port = Optional.ofNullable(form.group("port"))
                .filter(digits -> !digits.isEmpty())
                .map(Integer::valueOf);
        return port.filter(number -> number > MOST).isPresent()
                ? Optional.empty()
                : Optional.of(new Authority(Optional.ofNullable(form.group("user")), form.group("host"), port));
    }
}
