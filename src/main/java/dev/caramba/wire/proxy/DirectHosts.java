package dev.caramba.wire.proxy;

import io.netty.util.NetUtil;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The servers that are reached without a proxy, as {@code NO_PROXY} names them. Entries are separated by commas or white
 * space. An entry is {@code *} for all, a name for itself and all names below it (with or without a dot or {@code *.} in
 * front), an address, or a range of addresses such as {@code 10.0.0.0/8}. A name or an address may have a port.
 *
 * <p>{@code localhost} and loopback addresses are always reached directly, as Go and most clients do it.
 */
public final class DirectHosts {

    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
    private static final Pattern WITH_PORT = Pattern.compile("(?<host>\\[[^\\]]+]|[^:]*)(?::(?<port>\\d{1,5}))?");
    private static final Pattern DOTS = Pattern.compile("^\\*?\\.|\\.$");

    /** Names no server but the own machine. */
    public static final DirectHosts NONE = new DirectHosts("");

    private final List<BiPredicate<String, Integer>> rules;

    public DirectHosts(String entries) {
        rules = Stream.concat(Stream.of("localhost", "127.0.0.0/8", "::1"), SEPARATOR.splitAsStream(entries))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> rule(entry.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** @param host a name, or an address, an IPv6 one in brackets or not */
    boolean include(String host, int port) {
        var name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
        return rules.stream().anyMatch(rule -> rule.test(name, port));
    }

    private static BiPredicate<String, Integer> rule(String entry) {
        if (entry.equals("*")) {
            return (host, port) -> true;
        }
        int slash = entry.indexOf('/');
        if (slash > 0) {
            return range(entry.substring(0, slash), entry.substring(slash + 1));
        }
        if (address(entry).isPresent()) {
            return range(entry, "");
        }
        var form = WITH_PORT.matcher(entry);
        if (!form.matches()) {
            return (host, port) -> false;
        }
        var named = named(form.group("host").replaceAll("^\\[|]$", ""));
        return form.group("port") == null
                ? named
                : (host, port) -> port.equals(Integer.valueOf(form.group("port"))) && named.test(host, port);
    }

    private static BiPredicate<String, Integer> named(String host) {
        if (address(host).isPresent()) {
            return range(host, "");
        }
        var name = DOTS.matcher(host).replaceAll("");
        return (other, port) -> !name.isEmpty() && (other.equals(name) || other.endsWith("." + name));
    }

    /** @param bits how many bits of the address count; all when empty */
    private static BiPredicate<String, Integer> range(String base, String bits) {
        var first = address(base);
        if (first.isEmpty() || !bits.matches("\\d{0,3}")) {
            return (host, port) -> false;
        }
        int all = first.get().length * Byte.SIZE;
        int count = bits.isEmpty() ? all : Math.min(all, Integer.parseInt(bits));
        return (host, port) -> address(host)
                .filter(other -> other.length == first.get().length && sameBits(first.get(), other, count))
                .isPresent();
    }

    private static boolean sameBits(byte[] one, byte[] other, int count) {
        for (int bit = 0; bit < count; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((one[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<byte[]> address(String text) {
        return Optional.ofNullable(NetUtil.createByteArrayFromIpAddressString(text));
    }
}
