package dev.caramba.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Logs once when spans cannot be exported, and once when they can be again. It never logs the collector's answer. */
record LoggedSpanExporter(SpanExporter inner, AtomicBoolean failing) implements SpanExporter {

    private static final Logger LOG = Logger.getLogger(SpanExport.class);

    LoggedSpanExporter(SpanExporter inner) {
        this(inner, new AtomicBoolean());
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        var result = inner.export(spans);
        return result.whenComplete(() -> log(!result.isSuccess()));
    }

    @Override
    public CompletableResultCode flush() {
        return inner.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return inner.shutdown();
    }

    private void log(boolean failed) {
        if (failing.getAndSet(failed) != failed) {
            if (failed) {
                LOG.warn("spans cannot be exported");
            } else {
                LOG.info("spans are exported again");
            }
        }
    }
}
