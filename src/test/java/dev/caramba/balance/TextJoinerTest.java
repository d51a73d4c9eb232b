package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.testing.Slow;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the text, wherever it broke, however the second answer is cut: the two make the text, to the letter. */
@Slow
class TextJoinerTest {

    private static final int TRIES = 2_000;

    @Property(tries = TRIES, seed = "20261122")
    void an_answer_begun_anew_gives_what_is_missing(@ForAll("broken") Broken broken) {
        assertEquals(broken.missing(), spliced(new RepeatedText(broken.given()), broken.pieces(broken.text())));
    }

    @Property(tries = TRIES, seed = "20261122")
    void a_continuation_gives_what_is_missing(@ForAll("broken") Broken broken) {
        var sent = ContinuedText.sentOf(broken.given());
        var continuation = broken.text().substring(sent.length());
        Assume.that(!continuation.startsWith(sent) || sent.length() < 16);

        assertEquals(broken.missing(), spliced(new ContinuedText(broken.given()), broken.pieces(continuation)));
    }

    @Property(tries = TRIES, seed = "20261122")
    void a_continuation_that_begins_anew_gives_what_is_missing(@ForAll("broken") Broken broken) {
        var opening = "Once upon a time ";
        var given = opening + broken.given();

        assertEquals(
                broken.missing(), spliced(new ContinuedText(given), broken.pieces(opening + broken.text())), given);
    }

    @Property(tries = TRIES, seed = "20261122")
    void another_answer_is_told_before_anything_of_it_is_given_out(
            @ForAll("broken") Broken broken, @ForAll int position, @ForAll("letters") String other) {
        Assume.that(!broken.given().isEmpty());
        int at = Math.floorMod(position, broken.given().length());
        var changed =
                new StringBuilder(broken.text()).replace(at, at + 1, other).toString();
        Assume.that(!changed.startsWith(broken.given()));

        var given = new ArrayList<String>();
        var splice = new RepeatedText(broken.given());
        var failure = assertThrows(ProviderException.class, () -> {
            broken.pieces(changed).forEach(piece -> given.add(splice.take(piece)));
            given.add(splice.end());
        });

        assertEquals(FailureKind.CANCELLED, failure.failure().kind());
        assertEquals("", String.join("", given));
    }

    @Property(tries = 500, seed = "20261122")
    void an_answer_that_ends_before_it_has_caught_up_is_another_one(@ForAll("broken") Broken broken) {
        Assume.that(!broken.given().isEmpty());
        var shorter = broken.given().substring(0, broken.given().length() - 1);

        assertThrows(ProviderException.class, () -> spliced(new RepeatedText(broken.given()), broken.pieces(shorter)));
    }

    @Example
    void a_short_text_may_come_twice() {
        assertEquals("Ha!", spliced(new ContinuedText("Ha!"), List.of("Ha", "!")));
        assertEquals("0000000000000000", spliced(new ContinuedText("0".repeat(20)), List.of("0".repeat(16))));
    }

    @Example
    void a_continuation_may_begin_without_the_white_space() {
        assertEquals("there", spliced(new ContinuedText("Hello "), List.of("there")));
        assertEquals("  there", spliced(new ContinuedText("Hello\n"), List.of(" ", " there")));
        assertEquals("there", spliced(new ContinuedText("Hello\n\n"), List.of("\n", "there")));
    }

    @Example
    void a_repetition_that_breaks_off_is_none() {
        var given = "one two three four five";

        assertEquals("one two", spliced(new ContinuedText(given), List.of("one", " two")));
        assertEquals("one two, and so on", spliced(new ContinuedText(given), List.of("one", " two, and", " so on")));
    }

    private static String spliced(TextJoiner splice, List<String> pieces) {
        var result = new StringBuilder();
        pieces.forEach(piece -> result.append(splice.take(piece)));
        return result.append(splice.end()).toString();
    }

    /** A text of which the caller has the first {@code at} characters, and where the second answer is cut. */
    record Broken(String text, int at, List<Integer> lengths) {

        String given() {
            return text.substring(0, at);
        }

        String missing() {
            return text.substring(at);
        }

        List<String> pieces(String answer) {
            var pieces = new ArrayList<String>();
            int from = 0;
            for (int i = 0; from < answer.length(); i++) {
                int to = Math.min(answer.length(), from + lengths.get(i % lengths.size()));
                pieces.add(answer.substring(from, to));
                from = to;
            }
            return pieces;
        }
    }

    @Provide
    Arbitrary<Broken> broken() {
        var texts = letters().list().ofMaxSize(60).map(letters -> String.join("", letters));
        var lengths = Arbitraries.integers().between(1, 9).list().ofMinSize(1).ofMaxSize(6);
        return Combinators.combine(texts, Arbitraries.integers().between(0, 60), lengths)
                .as((text, at, cuts) -> new Broken(text, Math.min(at, text.length()), cuts));
    }

    /** Few of them, so that texts are full of repetitions; some are pairs of characters. */
    @Provide
    Arbitrary<String> letters() {
        return Arbitraries.of("a", "b", " ", "\n", "\t", "é", "語", "😀", "😁", "e\u0301");
    }
}
