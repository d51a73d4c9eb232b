package dev.caramba.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Lua script, which Redis runs as one atomic step. It is sent by its digest, and in full when Redis does not know the
 * digest.
 */
final class RedisScript {

    private static final String UNKNOWN = "NOSCRIPT";

    private final String source;
    private final String digest;

    /** @param files the files that make up the script: their names under {@code lua}, without the ending */
    RedisScript(String... files) {
        source = Stream.of(files).map(RedisScript::read).collect(Collectors.joining("\n"));
        digest = HexFormat.of().formatHex(sha1().digest(source.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param content the last argument, of any bytes; an empty one is not sent */
    Uni<Response> run(Redis redis, List<String> keys, List<String> arguments, byte[] content) {
        return send(redis, Command.EVALSHA, digest, keys, arguments, content)
                .onFailure(RedisScript::isUnknown)
                .recoverWithUni(() -> send(redis, Command.EVAL, source, keys, arguments, content));
    }

    private static Uni<Response> send(
            Redis redis, Command command, String script, List<String> keys, List<String> arguments, byte[] content) {
        var request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        if (content.length > 0) {
            request.arg(Buffer.buffer(content));
        }
        return redis.send(request).map(response -> response.getDelegate());
    }

    private static boolean isUnknown(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith(UNKNOWN);
    }

    private static String read(String name) {
        var path = "/lua/" + name + ".lua";
        try (var resource = RedisScript.class.getResourceAsStream(path)) {
            if (resource == null) {
                throw new IllegalStateException("missing in this build: " + path);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
