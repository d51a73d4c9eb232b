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
 * The export of spans: OTLP over HTTP, in batches, on a thread of its own. Spans that cannot be sent are dropped, and
 * never delay a call.
 *
 * @param endpoint the URL to which spans are POSTed
 * @param headers the headers of each request; they may hold secrets
 * @param resource the attributes that describe this process
 * @param sample the share, from 0 to 1, of the traces begun here that are recorded; for a caller's trace, the caller
 *     decides
 */
@RegisterForReflection(classNames = "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider")
public record SpanExport(URI endpoint, Map<String, String> headers, Map<String, String> resource, double sample) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Creates the tracer provider. It opens no connection before there is a span to send. */
    public SdkTracerProvider open() {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setCompression("gzip")
                .setTimeout(TIMEOUT);
        headers.forEach(exporter::addHeader);
        return SdkTracerProvider.builder()
                .setResource(processResource())
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sample)))
                .addSpanProcessor(BatchSpanProcessor.builder(new LoggedSpanExporter(exporter.build()))
                        .setScheduleDelay(INTERVAL)
                        .build())
                .build();
    }

    private Resource processResource() {
        var attributes = Attributes.builder();
        resource.forEach((name, value) -> attributes.put(AttributeKey.stringKey(name), value));
        return Resource.getDefault().merge(Resource.create(attributes.build()));
    }

    /** Shows only the endpoint and never the headers. */
    @Override
    public String toString() {
        return "SpanExport[" + endpoint + "]";
    }
}
