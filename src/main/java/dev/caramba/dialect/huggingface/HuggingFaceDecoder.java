package dev.caramba.dialect.huggingface;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import dev.caramba.wire.Frame;
import java.util.List;
import java.util.Optional;

/** Decodes streams of Hugging Face. The first event shows which of the two APIs answers. */
final class HuggingFaceDecoder implements Decoder {

    private final Dialect chat;
    private Optional<Decoder> decoder = Optional.empty();

    /** @param chat the dialect of the chat router */
    HuggingFaceDecoder(Dialect chat) {
        this.chat = chat;
    }

    @Override
    public List<Event> decode(Frame frame) {
        if (frame.data().isBlank()) {
            return List.of();
        }
        return decoder(frame).decode(frame);
    }

    @Override
    public List<Event> end() {
        return decoder.orElseGet(chat::decoder).end();
    }

    @Override
    public boolean complete() {
        return decoder.filter(Decoder::complete).isPresent();
    }

    @Override
    public Optional<Usage> usage() {
        return decoder.flatMap(Decoder::usage);
    }

    private Decoder decoder(Frame frame) {
        if (decoder.isEmpty()) {
            boolean generatesText =
                    Json.parse(frame.data()).flatMap(TextGenerationAnswer::in).isPresent();
            decoder = Optional.of(generatesText ? new ObjectStreamDecoder(new TextGenerationAnswer()) : chat.decoder());
        }
        return decoder.get();
    }
}
