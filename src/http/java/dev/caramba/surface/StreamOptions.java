package dev.caramba.surface;

import dev.caramba.request.RequestFields;

/**
 * What a request of OpenAI's older surfaces says of its stream.
 *
 * @param stream whether it asks for one
 * @param includeUsage whether the stream reports the tokens before its end
 */
public record StreamOptions(boolean stream, boolean includeUsage) {

    private static final String OPTIONS = "stream_options";

    /** @throws dev.caramba.generation.ProviderException when a field is not valid */
    public static StreamOptions read(RequestFields fields) {
        boolean stream = fields.flag("stream").orElse(false);
        var options = fields.object(OPTIONS);
        if (options.isPresent() && !stream) {
            throw fields.wrong("is for streams alone (expected stream to be true)", OPTIONS);
        }
        return new StreamOptions(
                stream, options.flatMap(o -> o.flag("include_usage")).orElse(false));
    }
}
