package dev.caramba.provider;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.Reply;
import dev.caramba.format.HttpAddress;
import dev.caramba.format.Json;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Embedder;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.TraceContext;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.WireFormat;
import dev.caramba.stream.EventStream;
import dev.caramba.wire.BodyFramer;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.IdleLimits;
import dev.caramba.wire.WireRequest;
import dev.caramba.wire.WireResponse;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A provider entry that is called over HTTP in one dialect. Every generation is exactly one POST. */
public final class HttpProvider implements Provider {

    private final String name;
    private final Dialect dialect;
    private final Endpoint endpoint;
    private final HttpTimeouts timeouts;
    private final HttpWire wire;
    private final MessageMask mask;
    private final Set<String> account;
    private volatile Optional<Located> latest = Optional.empty();

    /** A path, and the address that it makes with the base URL. */
    private record Located(String path, HttpAddress address) {}

    /** Creates a provider with an account of its own. */
    public HttpProvider(String name, Dialect dialect, Endpoint endpoint, HttpTimeouts timeouts, HttpWire wire) {
        this(name, dialect, endpoint, timeouts, wire, Set.of(name));
    }

    /** @param account the names of the providers with the same account, this one included */
    public HttpProvider(
            String name,
            Dialect dialect,
            Endpoint endpoint,
            HttpTimeouts timeouts,
            HttpWire wire,
            Set<String> account) {
        this.account = account;
        this.name = name;
        this.dialect = dialect;
        this.endpoint = endpoint;
        this.timeouts = timeouts;
        this.wire = wire;
        this.mask = new MessageMask(secrets(endpoint));
    }

    /** Returns the key, and the values of the headers with each of their words: a server may repeat a part. */
    private static List<String> secrets(Endpoint endpoint) {
        var headers = endpoint.headers().values().stream()
                .flatMap(value -> Stream.concat(Stream.of(value), Stream.of(value.split("[\\s,;]+"))));
        return Stream.concat(endpoint.apiKey().stream(), headers).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean continuesText(GenerationParams params) {
        return dialect.continuesText(params);
    }

    @Override
    public Optional<Failure> cannotExpress(GenerationParams params) {
        return ExpressedRequest.failure(dialect, params, endpoint);
    }

    @Override
    public Set<String> account() {
        return account;
    }

    @Override
    public boolean passesOn(WireFormat format) {
        return dialect.passesOn(format, endpoint);
    }

    @Override
    public Optional<Embedder> embedder() {
        return dialect.embeddings().map(embeddings -> new HttpEmbedder(this, embeddings, endpoint));
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return guarded(() -> attempt(context, params));
    }

    /**
     * Asks for vectors, which come in one piece.
     *
     * @param encode encodes the request
     * @param decode decodes a response with status 200
     */
    Multi<Event> whole(
            CallContext context, Supplier<Encoded> encode, BiFunction<WireResponse, Encoded, Multi<Event>> decode) {
        return guarded(() -> {
            var encoded = encode.get();
            var maxSize = OptionalInt.of(wire.settings().maxEmbeddingsSize());
            var head = wire.send(request(encoded, false, context, maxSize));
            return inTime(head, response -> status(response, encoded, () -> decode.apply(response, encoded)), context);
        });
    }

    /** Runs work that would hold up an event loop. */
    <T> Uni<T> onWorker(Callable<T> work) {
        return wire.onWorker(work);
    }

    /** Returns how long the provider accepts no more requests, by the headers of a response. */
    Duration exhaustedFor(WireResponse response) {
        return dialect.exhaustedFor(reply(response, ""));
    }

    private Multi<Event> guarded(Supplier<Multi<Event>> attempt) {
        var events = Multi.createFrom().deferred(attempt::get);
        return EventStream.of(events.onFailure().transform(this::translate).map(this::masked));
    }

    @Override
    public Optional<Uni<Long>> countTokens(CallContext context, GenerationParams params) {
        return dialect.encodeCount(params, endpoint)
                .map(encoded -> Uni.createFrom()
                        .deferred(() -> wire.send(request(encoded, false, context, OptionalInt.empty())))
                        .flatMap(this::count)
                        .ifNoItem()
                        .after(timeouts.answer())
                        .on(wire.timer())
                        .failWith(HttpProvider::noAnswer)
                        .onFailure()
                        .transform(this::translate)
                        .onFailure(ProviderException.class)
                        .transform(e -> mask.apply(e.failure()).asException()));
    }

    private Uni<Long> count(WireResponse response) {
        if (response.status() != 200) {
            return BodyText.ofError(response, wire.settings().errorBodyTimeout(), wire.timer())
                    .map(body -> dialect.classify(reply(response, body)))
                    .flatMap(failure -> Uni.createFrom()
                            .failure(withStatus(failure, response).asException()));
        }
        return response.body()
                .collect()
                .in(Buffer::buffer, Buffer::appendBuffer)
                .map(body -> dialect.countIn(body.toString()));
    }

    private static ProviderException noAnswer() {
        return Failure.of(FailureKind.TIMEOUT, "no answer within the answer timeout")
                .asException();
    }

    private Multi<Event> attempt(CallContext context, GenerationParams params) {
        var encoded = dialect.encode(params, endpoint);
        var head = wire.send(request(encoded, params.stream(), context, OptionalInt.empty()));
        if (params.stream()) {
            return head.onItem().transformToMulti(response -> answer(response, encoded, true));
        }
        return inTime(head, response -> answer(response, encoded, false), context);
    }

    /** Returns an answer in one piece, unless it comes too late. */
    private Multi<Event> inTime(
            Uni<WireResponse> head, Function<WireResponse, Multi<Event>> answer, CallContext context) {
        var whole = head.onItem()
                .transformToUni(response -> answer.apply(response).collect().asList());
        return whole.plug(work -> new AnswerTimeout<>(
                        work, timeouts.answer(), context.alone(), wire.timer(), HttpProvider::noAnswer))
                .onItem()
                .transformToMulti(events -> Multi.createFrom().iterable(events));
    }

    private WireRequest request(Encoded encoded, boolean stream, CallContext context, OptionalInt maxSize) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(Map.of(
                "content-type",
                "application/json",
                "accept",
                stream ? "text/event-stream" : "application/json",
                "accept-encoding",
                "identity"));
        headers.putAll(encoded.headers());
        context.trace().ifPresent(place -> {
            headers.put(TraceContext.PARENT, place.parent());
            place.state().ifPresent(state -> headers.put(TraceContext.STATE, state));
        });
        headers.putAll(endpoint.headers());
        return new WireRequest(
                name,
                address(encoded.path()),
                headers,
                Buffer.buffer(Json.write(encoded.body())),
                timeouts.connect(),
                new IdleLimits(timeouts.idle(), timeouts.loneIdle(), context.alone()),
                maxSize);
    }

    /** Returns the address of a path. Most entries have one path, which is taken apart once. */
    private HttpAddress address(String path) {
        var known = latest;
        if (known.isPresent() && known.get().path().equals(path)) {
            return known.get().address();
        }
        var address = HttpAddress.of(endpoint.baseUrl() + path);
        latest = Optional.of(new Located(path, address));
        return address;
    }

    private Multi<Event> status(WireResponse response, Encoded encoded, Supplier<Multi<Event>> answer) {
        return response.status() == 200 ? answer.get() : failed(response, encoded);
    }

    private Multi<Event> answer(WireResponse response, Encoded encoded, boolean stream) {
        return status(response, encoded, () -> events(response, encoded, stream));
    }

    private Decoder.Format format(Encoded encoded) {
        return encoded.answer().orElse(dialect);
    }

    private Multi<Event> events(WireResponse response, Encoded encoded, boolean stream) {
        var settings = wire.settings();
        var framer = new BodyFramer(encoded.framing(), settings.maxFrameSize(), stream);
        var events = new StreamDecoding(response, format(encoded), framer, stream, settings.drainTimeout()).events();
        var exhaustedFor = exhaustedFor(response);
        var requestId = dialect.requestId(response.headers());
        var empty = new EmptyAnswer();
        return events.map(decoded -> {
            var event = empty.check(dialect.completed(decoded, response.headers()));
            if (event instanceof Event.Start start) {
                return start.with(encoded.droppedParams(), exhaustedFor);
            }
            return event instanceof Event.Error error
                            && error.failure().requestId().isEmpty()
                    ? error.with(error.failure().withRequestId(requestId))
                    : event;
        });
    }

    private Multi<Event> failed(WireResponse response, Encoded encoded) {
        return BodyText.ofError(response, wire.settings().errorBodyTimeout(), wire.timer())
                .onItem()
                .transform(body -> withStatus(dialect.classify(reply(response, body)), response))
                .onItem()
                .transformToMulti(failure -> Multi.createFrom()
                        .iterable(List.of(new Event.Error(format(encoded).meantBy(failure)))));
    }

    private static Failure withStatus(Failure failure, WireResponse response) {
        return failure.status().isPresent() ? failure : failure.withStatus(response.status());
    }

    private static Reply reply(WireResponse response, String body) {
        return new Reply(response.status(), response.headers(), body, Instant.now());
    }

    private Throwable translate(Throwable e) {
        return e instanceof ProviderException
                ? e
                : WireFailures.of(e)
                        .map(Failure::asException)
                        .map(Throwable.class::cast)
                        .orElse(e);
    }

    private Event masked(Event event) {
        if (event instanceof Event.Start start) {
            return start.named(start.id().map(mask::text), start.model().map(mask::text));
        }
        return event instanceof Event.Error error ? error.with(mask.apply(error.failure())) : event;
    }
}
