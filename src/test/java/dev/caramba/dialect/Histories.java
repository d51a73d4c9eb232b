package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random conversations: those that OpenAI takes, and those that clients send all the same. */
public final class Histories {

    private static final String WORD = "word";
    private static final List<String> ARGUMENTS = List.of("{\"a\":1}", "", "null", "[1]", "{\"a\":", "17", "\"text\"");

    private Histories() {}

    /**
     * A conversation.
     *
     * @param words every text in it that says something, in order; no word stands twice in a history
     */
    public record History(List<Message> messages, List<String> words) {

        /** The history with a word of its own in each place that was left for one. */
        static History of(List<Message> messages) {
            var numbering = new Numbering();
            var numbered = messages.stream().map(numbering::message).toList();
            return new History(numbered, numbering.words);
        }

        @Override
        public String toString() {
            return messages.toString();
        }
    }

    /**
     * Conversations that break no rule of OpenAI's: texts that say something, every call with an id of its own and one
     * result right behind the assistant's turn, names of the form that is asked for. Arguments are what models write.
     */
    public static final class Valid implements ArbitrarySupplier<History> {

        @Override
        public Arbitrary<History> get() {
            var text = Arbitraries.of(WORD, WORD + " \n");
            var said = content(text, false, 1);
            var shown = content(text, true, 1);
            Arbitrary<List<Message>> system = said.map(Message.System::new).map(List::of);
            Arbitrary<List<Message>> user = shown.map(Message.User::new).map(List::of);
            Arbitrary<List<Message>> assistant = said.map(
                            content -> new Message.Assistant(Optional.of(content), List.of()))
                    .map(List::of);
            var calls = calls(Arbitraries.of("id"), Arbitraries.of("get_time", "my-tool", "9lives", "n".repeat(64)));
            Arbitrary<Optional<Content>> beside = Arbitraries.oneOf(said, Arbitraries.of(new Content.Plain("")))
                    .optional();
            Arbitrary<List<Message>> answered =
                    Combinators.combine(beside, calls, shown.list().ofSize(3)).as(Valid::answered);
            return Arbitraries.oneOf(system, user, user, assistant, answered, answered)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(8)
                    .map(exchanges -> exchanges.stream().flatMap(List::stream).toList())
                    .map(Valid::withOwnIds)
                    .map(History::of);
        }

        private static List<Message> answered(Optional<Content> said, List<FunctionCall> calls, List<Content> results) {
            var messages = new ArrayList<Message>();
            messages.add(new Message.Assistant(said, calls));
            for (int i = 0; i < calls.size(); i++) {
                messages.add(new Message.ToolResult("", Optional.of(calls.get(i).name()), results.get(i)));
            }
            return messages;
        }

        private static List<Message> withOwnIds(List<Message> messages) {
            var list = new ArrayList<Message>();
            int calls = 0;
            int results = 0;
            for (var message : messages) {
                if (message instanceof Message.Assistant assistant) {
                    var own = new ArrayList<FunctionCall>();
                    for (var call : assistant.functionCalls()) {
                        own.add(new FunctionCall(
                                "call_" + calls++, call.name(), call.arguments(), call.extraContent()));
                    }
                    list.add(new Message.Assistant(assistant.content(), own));
                } else if (message instanceof Message.ToolResult result) {
                    list.add(new Message.ToolResult("call_" + results++, result.name(), result.content()));
                } else {
                    list.add(message);
                }
            }
            return list;
        }
    }

    /**
     * Conversations of any kind: roles in any order, empty texts, ids that are missing, alien or used twice, results that
     * come late, twice or for nothing.
     */
    public static final class Any implements ArbitrarySupplier<History> {

        @Override
        public Arbitrary<History> get() {
            var text = Arbitraries.frequencyOf(
                    Tuple.of(2, Arbitraries.of(WORD, WORD + " \n")), Tuple.of(1, Arbitraries.of("", " ", "\n\t")));
            var said = content(text, false, 0);
            var shown = content(text, true, 0);
            var ids = Arbitraries.of("call_0", "call_1", "a.b:c/1", "", "größe", "toolu_01");
            var names = Arbitraries.of("get_time", "my.tool", "9lives", "", "größe", "n".repeat(200));
            Arbitrary<Message> result =
                    Combinators.combine(ids, names.optional(), shown).as(Message.ToolResult::new);
            Arbitrary<Message> message = Arbitraries.frequencyOf(
                    Tuple.of(1, said.map(Message.System::new)),
                    Tuple.of(3, shown.map(Message.User::new)),
                    Tuple.of(2, said.optional().map(content -> new Message.Assistant(content, List.of()))),
                    Tuple.of(
                            2,
                            Combinators.combine(said.optional(), calls(ids, names))
                                    .as(Message.Assistant::new)),
                    Tuple.of(2, result));
            return message.list().ofMaxSize(11).map(History::of);
        }
    }

    private static Arbitrary<Content> content(Arbitrary<String> text, boolean images, int leastParts) {
        Arbitrary<Content.Part> words = text.map(Content.Part.Text::new);
        Arbitrary<Content.Part> image = Arbitraries.of(
                new Content.Part.InlineImage("image/png", "aGk=", Optional.empty()),
                new Content.Part.ImageUrl("https://example.org/a.png", Optional.of("low")));
        var part = images ? Arbitraries.oneOf(words, words, image) : words;
        return Arbitraries.oneOf(
                text.map(Content.Plain::new),
                part.list().ofMinSize(leastParts).ofMaxSize(3).map(Content.Parts::new));
    }

    private static Arbitrary<List<FunctionCall>> calls(Arbitrary<String> ids, Arbitrary<String> names) {
        Arbitrary<Optional<ObjectNode>> extra = Arbitraries.of(true, false)
                .map(signed -> Optional.of("{\"google\":{\"thought_signature\":\"c2ln\"}}")
                        .filter(json -> signed)
                        .flatMap(Json::object));
        return Combinators.combine(ids, names, Arbitraries.of(ARGUMENTS), extra)
                .as(FunctionCall::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    /** Gives every text that says something a word like {@code w7w}. */
    private static final class Numbering {

        final List<String> words = new ArrayList<>();

        Message message(Message message) {
            if (message instanceof Message.System system) {
                return new Message.System(content(system.content()));
            }
            if (message instanceof Message.User user) {
                return new Message.User(content(user.content()));
            }
            if (message instanceof Message.Assistant assistant) {
                return new Message.Assistant(assistant.content().map(this::content), assistant.functionCalls());
            }
            var result = (Message.ToolResult) message;
            return new Message.ToolResult(result.toolCallId(), result.name(), content(result.content()));
        }

        private Content content(Content content) {
            return content instanceof Content.Plain plain
                    ? new Content.Plain(text(plain.value()))
                    : new Content.Parts(content.parts().stream().map(this::part).toList());
        }

        private Content.Part part(Content.Part part) {
            return part instanceof Content.Part.Text text ? new Content.Part.Text(text(text.value())) : part;
        }

        private String text(String text) {
            if (!text.startsWith(WORD)) {
                return text;
            }
            var word = "w" + words.size() + "w";
            words.add(word);
            return word + text.substring(WORD.length());
        }
    }
}
