package dev.caramba.dialect;

import dev.caramba.dialect.AskedEndpoint.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes which endpoint asks which type of provider in which way, as the page {@code docs/endpoints.md}. */
final class EndpointTablePage {

    private static final String HEAD = """
            # Endpoints and types of providers

            *native*: the request reaches the provider as it came, and its answer comes back as it is, with every field that nobody here knows.
            *translated*: the provider is asked in its own format; what it cannot be told is named in `x-caramba-dropped-params`, and content is
            never left out. *–*: such a provider is passed over; with nobody left the answer is 404 `model_not_found`. One call may ask providers of several kinds.

            `EndpointTableTest` asks the dialects; `./mvnw test -Dtest=EndpointTableTest -Dendpoints.write=true` writes this page. What every surface has, whoever
            answers, is in [features.md](features.md); every path with its methods in [openapi.yaml](openapi.yaml).

            """;

    private static final String TAIL = """

            Entries of further vendors that speak OpenAI's format have type `openai-compatible`. A `Dialect` bean is asked for chat completions, Messages,
            Responses and the functions as translated, and for embeddings where it has an `EmbeddingDialect`; a `Provider` bean likewise.

            `GET /v1/models`, `/providers`, `/usage` and the like are answered by Caramba itself.
            """;

    private static final String CHAT_QUIRKS =
            "But for the name of the model, Caramba's own fields, and a server's quirks: the name of the limit of tokens, `stream_options`,"
                    + " parameters that reasoning models refuse. [Providers](providers.md#openai)";
    private static final String CHAT = "[Which field goes where](field-table.md)";
    private static final String GENERATES_TEXT =
            "Models of `text-generation-models` (`gpt2`) have no roles: they are sent one prompt, translated."
                    + " [Hugging Face](providers.md#hugging-face)";
    private static final String MESSAGES_NATIVE =
            "But for the name of the model, thinking that other makers have left unsigned, and ids that Anthropic refuses."
                    + " [Messages](messages.md#to-an-anthropic-provider)";
    private static final String MESSAGES =
            "Left out: tools of Anthropic's servers, `thinking` of the history, `cache_control`, `metadata`, betas. [Messages](messages.md#to-all-others)";
    private static final String COUNTED = "An estimate that is rather too high.";
    private static final String RESPONSES =
            "Left out: hosted tools, reasoning of the history. Refused: `input_file`, `input_audio` and what else has no place."
                    + " [Responses](responses.md#what-a-provider-of-chat-completions-gets)";
    private static final String RESPONSES_OPTION =
            "Native with `CARAMBA_PROVIDERS_<NAME>_RESPONSES=true`, for servers whose `/responses` keeps custom tools.";
    private static final String COMPLETIONS =
            "Models that only chat, and servers without the path, are passed over at the first 404, 405 or 501."
                    + " [Legacy completions](providers.md#legacy-completions)";
    private static final String TOKENS =
            "Texts alone: a list of tokens is a 400, or another candidate's turn. [Embeddings](providers.md#embeddings)";
    private static final String NO_DIMENSIONS = "`dimensions` is a 400, or another candidate's turn.";

    private final List<Dialect> dialects;
    private final List<String> notes = new ArrayList<>();

    EndpointTablePage(List<Dialect> dialects) {
        this.dialects = dialects;
    }

    String text() {
        var page = new StringBuilder(HEAD);
        page.append(line(
                Stream.concat(Stream.of("endpoint"), dialects.stream().map(dialect -> "`" + dialect.name() + "`"))));
        page.append(line(Stream.generate(() -> "---").limit(dialects.size() + 1L)));
        for (var endpoint : AskedEndpoint.values()) {
            page.append(line(Stream.concat(
                    Stream.of(endpoint.words()), dialects.stream().map(dialect -> cell(endpoint, dialect)))));
        }
        page.append('\n');
        for (int i = 0; i < notes.size(); i++) {
            page.append(i + 1).append(". ").append(notes.get(i)).append('\n');
        }
        return page.append(TAIL).toString();
    }

    private String cell(AskedEndpoint endpoint, Dialect dialect) {
        var way = endpoint.asks(dialect);
        var marks = notes(endpoint, dialect, way).map(this::number).toList();
        return way.words + (marks.isEmpty() ? "" : " <sup>" + String.join(", ", marks) + "</sup>");
    }

    private String number(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
        return String.valueOf(notes.indexOf(note) + 1);
    }

    private static Stream<String> notes(AskedEndpoint endpoint, Dialect dialect, Way way) {
        if (way == Way.NOT_SUPPORTED) {
            return Stream.empty();
        }
        var generatesText = dialect.name().equals("huggingface") ? GENERATES_TEXT : "";
        return (switch (endpoint) {
                    case CHAT -> Stream.of(way == Way.NATIVE ? CHAT_QUIRKS : CHAT, generatesText);
                    case MESSAGES -> Stream.of(way == Way.NATIVE ? MESSAGES_NATIVE : MESSAGES);
                    case COUNT_TOKENS -> Stream.of(way == Way.ESTIMATED ? COUNTED : "");
                    case RESPONSES ->
                        way == Way.NATIVE
                                ? Stream.of("")
                                : Stream.of(RESPONSES, speaksResponsesWhereToldSo(dialect) ? RESPONSES_OPTION : "");
                    case COMPLETIONS -> Stream.of(COMPLETIONS);
                    case EMBEDDINGS -> ofVectors(dialect.embeddings());
                    case FUNCTIONS -> Stream.of(CHAT, generatesText);
                })
                .filter(note -> !note.isEmpty());
    }

    private static boolean speaksResponsesWhereToldSo(Dialect dialect) {
        return AskedEndpoint.RESPONSES.asks(dialect, Map.of("responses", "true")) == Way.NATIVE;
    }

    private static Stream<String> ofVectors(Optional<EmbeddingDialect> vectors) {
        return Stream.of(
                vectors.filter(EmbeddingDialect::takesTokens).isPresent() ? "" : TOKENS,
                vectors.filter(EmbeddingDialect::takesDimensions).isPresent() ? "" : NO_DIMENSIONS);
    }

    private static String line(Stream<String> cells) {
        return "| " + String.join(" | ", cells.toList()) + " |\n";
    }
}
