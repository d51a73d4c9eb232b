package dev.caramba.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Where spans go: by OTLP over HTTP, in batches, from a thread of its own. What cannot be sent is dropped, and never
 * holds a call up.
 *
 * @param endpoint that spans are POSTed to
 * @param headers sent along; secrets
 * @param resource what this process is
 * @param sample the share of traces begun here that are recorded, from 0 to 1; a caller's trace is as it says
 */
@RegisterForReflection(classNames = "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider")
public record SpanExport(URI endpoint, Map<String, String> headers, Map<String, String> resource, double sample) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Opens nothing before there is a span to send. */
    public SdkTracerProvider open() {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setCompression("gzip")
                .setTimeout(TIMEOUT);
        headers.forEach(exporter::addHeader);
        return SdkTracerProvider.builder()
                .setResource(what())
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sample)))
                .addSpanProcessor(BatchSpanProcessor.builder(new LoggedSpanExporter(exporter.build()))
                        .setScheduleDelay(INTERVAL)
                        .build())
                .build();
    }

    private Resource what() {
        var attributes = Attributes.builder();
        resource.forEach((name, value) -> attributes.put(AttributeKey.stringKey(name), value));
        return Resource.getDefault().merge(Resource.create(attributes.build()));
    }

    /** Never shows the headers. */
    @Override
    public String toString() {
        return "SpanExport[" + endpoint + "]";
    }
}
