package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.generation.Content;
import dev.caramba.generation.FunctionCall;
import dev.caramba.generation.Json;
import dev.caramba.generation.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Histories as OpenAI's clients send them, and worse: roles in any order, empty texts, ids that are missing, alien or
 * used twice, results that come late, twice or for nothing. Every text that says something is a word like {@code w7}, and
 * no word stands twice in a history.
 */
final class RandomHistories {

    private static final List<String> NOTHING = List.of("", " ", "\n\t");
    private static final List<String> IDS = List.of("call_0", "call_1", "a.b:c/1", "", "größe", "toolu_01");
    private static final List<String> NAMES = List.of("get_time", "my.tool", "9lives", "", "größe", "n".repeat(200));
    private static final List<String> ARGUMENTS = List.of("{\"a\":1}", "", "null", "[1]", "{\"a\":", "17", "\"text\"");

    private final Random random;
    private final List<String> words = new ArrayList<>();
    private final List<String> called = new ArrayList<>();

    private RandomHistories(Random random) {
        this.random = random;
    }

    /** A history with its words. */
    record History(int number, List<Message> messages, List<String> words) {

        @Override
        public String toString() {
            return "history " + number + ": " + messages;
        }
    }

    /** As many histories, the same ones for the same seed. */
    static Stream<History> of(int count, long seed) {
        var random = new Random(seed);
        return IntStream.range(0, count).mapToObj(number -> new RandomHistories(random).history(number));
    }

    private History history(int number) {
        var messages = new ArrayList<Message>();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            messages.add(message());
        }
        return new History(number, messages, List.copyOf(words));
    }

    private Message message() {
        return switch (random.nextInt(10)) {
            case 0 -> new Message.System(content(false));
            case 1, 2, 3 -> new Message.User(content(true));
            case 4, 5 -> new Message.Assistant(said(), List.of());
            case 6, 7 -> new Message.Assistant(said(), calls());
            default ->
                new Message.ToolResult(resultId(), Optional.of(any(NAMES)).filter(name -> flip()), content(true));
        };
    }

    private Optional<Content> said() {
        return flip() ? Optional.of(content(false)) : Optional.empty();
    }

    private Content content(boolean images) {
        if (flip()) {
            return new Content.Plain(text());
        }
        var parts = new ArrayList<Content.Part>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            parts.add(images && random.nextInt(3) == 0 ? image() : new Content.Part.Text(text()));
        }
        return new Content.Parts(parts);
    }

    private Content.Part image() {
        return flip()
                ? new Content.Part.InlineImage("image/png", "aGk=", Optional.empty())
                : new Content.Part.ImageUrl("https://example.org/a.png", Optional.of("low"));
    }

    private String text() {
        if (random.nextInt(3) == 0) {
            return any(NOTHING);
        }
        var word = "w" + words.size() + "w";
        words.add(word);
        return flip() ? word : word + " \n";
    }

    private List<FunctionCall> calls() {
        var calls = new ArrayList<FunctionCall>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            var id = any(IDS);
            called.add(id);
            calls.add(new FunctionCall(id, any(NAMES), any(ARGUMENTS), extra()));
        }
        return calls;
    }

    private Optional<ObjectNode> extra() {
        return flip() ? Json.object("{\"google\":{\"thought_signature\":\"c2ln\"}}") : Optional.empty();
    }

    private String resultId() {
        return called.isEmpty() || random.nextInt(4) == 0 ? any(IDS) : any(called);
    }

    private boolean flip() {
        return random.nextBoolean();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
