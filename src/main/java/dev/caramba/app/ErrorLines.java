package dev.caramba.app;

import dev.caramba.config.LogFormat;
import dev.caramba.format.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Turns each line of text into a JSON line in the form of the log. A line that is JSON already is passed on. */
final class ErrorLines extends OutputStream {

    private final OutputStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    ErrorLines(OutputStream out) {
        this.out = out;
    }

    /**
     * Makes JSON lines of the error stream where the log is JSON. Quarkus reports a wrong configuration there, and not
     * in the log.
     */
    static void installForJsonLog() {
        if (LogFormat.isJson(System.getProperty(LogFormat.KEY, System.getenv("CARAMBA_LOG")))) {
            System.setErr(new PrintStream(new ErrorLines(System.err), true, StandardCharsets.UTF_8));
        }
    }

    @Override
    public synchronized void write(int b) throws IOException {
        if (b == '\n') {
            end();
        } else if (b != '\r') {
            line.write(b);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Also writes a last line that has no line break. */
    @Override
    public synchronized void close() throws IOException {
        end();
        out.close();
    }

    private void end() throws IOException {
        var text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!text.isBlank()) {
            out.write((asJson(text) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String asJson(String text) {
        return Json.object(text).isPresent()
                ? text
                : Json.write(Json.object()
                        .put(
                                "time",
                                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                        ZonedDateTime.now().truncatedTo(ChronoUnit.MILLIS)))
                        .put("logger", "stderr")
                        .put("level", "ERROR")
                        .put("message", text));
    }
}
