package dev.caramba.packaged;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;

/** A way in which prompts come: one row of the matrix of triggers. */
enum Trigger {
    GENERATE("POST /generate", 1),
    BATCH("POST /batch", 2),
    CHAT("OpenAI, unary", 1),
    CHAT_STREAM("OpenAI, stream", 1),
    EVENT_BINARY("CloudEvent, binary", 1),
    EVENT_STRUCTURED("CloudEvent, structured", 1),
    EVENT_BATCH("CloudEvent caramba.batch", 2),
    LAMBDA_GENERATE("Lambda, generate", 1),
    LAMBDA_QUEUE("Lambda, messages of SQS", 2);

    private final String words;
    private final int prompts;

    Trigger(String words, int prompts) {
        this.words = words;
        this.prompts = prompts;
    }

    /** How many prompts come at once: the last of them is the one that the situation is about, unless that is about all. */
    int prompts() {
        return prompts;
    }

    boolean onLambda() {
        return this == LAMBDA_GENERATE || this == LAMBDA_QUEUE;
    }

    /** What is sent. */
    ObjectNode body(String model, TriggerCase situation) {
        return switch (this) {
            case GENERATE, EVENT_BINARY, LAMBDA_GENERATE -> prompt(model, situation);
            case EVENT_STRUCTURED -> structured(model, situation);
            case BATCH, EVENT_BATCH -> batch(model, situation);
            case CHAT -> chat(model, situation);
            case CHAT_STREAM -> chat(model, situation).put("stream", true);
            case LAMBDA_QUEUE -> messages(model, situation);
        };
    }

    private static ObjectNode prompt(String model, TriggerCase situation) {
        var body = Json.object().put("model", model);
        return situation == TriggerCase.BAD_PROMPT ? body.put("prompt", 7) : body.put("prompt", situation.prompt());
    }

    private static ObjectNode batch(String model, TriggerCase situation) {
        var body = Json.object();
        body.putArray("prompts")
                .add(prompt(model, TriggerCase.SUCCESS).put("id", "a"))
                .add(prompt(model, situation).put("id", "b"));
        return body;
    }

    private static ObjectNode chat(String model, TriggerCase situation) {
        var body = Json.object().put("model", model);
        var message = body.putArray("messages").addObject().put("role", "user");
        if (situation == TriggerCase.BAD_PROMPT) {
            message.put("content", 7);
        } else {
            message.put("content", situation.prompt());
        }
        return body;
    }

    private static ObjectNode structured(String model, TriggerCase situation) {
        return Json.object()
                .put("specversion", "1.0")
                .put("id", model)
                .put("source", TriggerFixture.SOURCE)
                .put("type", "caramba.generate")
                .set("data", prompt(model, situation));
    }

    private static ObjectNode messages(String model, TriggerCase situation) {
        var event = Json.object();
        event.putArray("Records")
                .add(message(model + "-1", prompt(model, TriggerCase.SUCCESS)))
                .add(message(model + "-2", prompt(model, situation)));
        return event;
    }

    private static ObjectNode message(String id, ObjectNode body) {
        return Json.object()
                .put("messageId", id)
                .put("body", body.toString())
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", "arn:aws:sqs:eu-central-1:000000000000:prompts");
    }

    @Override
    public String toString() {
        return words;
    }
}
