package dev.caramba.deploy;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import io.fabric8.knative.eventing.v1.Broker;
import io.fabric8.knative.eventing.v1.Trigger;
import io.fabric8.knative.eventing.v1alpha1.KafkaSink;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.knative.sources.v1.KafkaSource;
import io.fabric8.knative.sources.v1.SinkBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What manifests have to look like. Each check gives what is wrong. */
final class Schemas {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Class<?>> KNATIVE = Map.of(
            "serving.knative.dev/v1/Service", Service.class,
            "eventing.knative.dev/v1/Broker", Broker.class,
            "eventing.knative.dev/v1/Trigger", Trigger.class,
            "eventing.knative.dev/v1alpha1/KafkaSink", KafkaSink.class,
            "sources.knative.dev/v1/KafkaSource", KafkaSource.class,
            "sources.knative.dev/v1/SinkBinding", SinkBinding.class);

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new NoStrangeFields())
            .build();

    /** What of a Knative revision is not of a pod. */
    private static final List<String> REVISION_FIELDS =
            List.of("containerConcurrency", "timeoutSeconds", "responseStartTimeoutSeconds", "idleTimeoutSeconds");

    private Schemas() {}

    static List<String> check(Manifest manifest) {
        var document = manifest.document();
        if (manifest.file().startsWith(Manifest.WORKFLOWS)) {
            return against("github-workflows.json", document);
        }
        if (List.of(Manifest.COMPOSE, Manifest.TRY).contains(manifest.file())) {
            return against("compose-spec.json", document);
        }
        if (manifest.file().equals(Manifest.TEMPLATE)) {
            return ServerlessTemplate.check(document);
        }
        var kind = manifest.apiVersion() + "/" + manifest.kind();
        if (kind.equals("sources.knative.dev/v1alpha1/RabbitmqSource")) {
            return against("rabbitmqsource.json", document);
        }
        var ofKind = "kinds/" + kind.replace('/', '-') + ".json";
        if (Schemas.class.getResource("/schemas/" + ofKind) != null) {
            return against(ofKind, document);
        }
        return KNATIVE.containsKey(kind) ? knative(KNATIVE.get(kind), document) : kubernetes(kind, document);
    }

    /** Against a schema of the test resources. */
    static List<String> against(String schema, JsonNode document) {
        return validate(resource(schema), document);
    }

    private static List<String> knative(Class<?> type, JsonNode document) {
        try {
            STRICT.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            return List.of(e.getOriginalMessage());
        }
        if (document.at("/metadata/name").isMissingNode()) {
            return List.of("no name");
        }
        if (type != Service.class) {
            return List.of();
        }
        var pod = document.at("/spec/template/spec").<ObjectNode>deepCopy();
        return kubernetes("PodSpec", named(pod.remove(REVISION_FIELDS)));
    }

    /** Knative names a container and ports that have none; a probe without port asks the only one. */
    private static JsonNode named(ObjectNode pod) {
        for (var container : pod.path("containers")) {
            ((ObjectNode) container).put("name", container.path("name").asText("user-container"));
            for (var get : container.findValues("httpGet")) {
                ((ObjectNode) get).put("port", get.path("port").asInt(8080));
            }
        }
        return pod;
    }

    private static List<String> kubernetes(String kind, JsonNode document) {
        var all = (ObjectNode) resource("kubernetes.json");
        var reference = Optional.ofNullable(all.path("kinds").get(kind));
        if (reference.isEmpty()) {
            return List.of("nothing checks " + kind);
        }
        all.setAll((ObjectNode) reference.get());
        all.remove("kinds");
        return validate(all, document);
    }

    static List<String> validate(JsonNode schema, JsonNode document) {
        return JsonSchemaFactory.getInstance(SpecVersionDetector.detect(schema))
                .getSchema(schema)
                .validate(document)
                .stream()
                .map(ValidationMessage::toString)
                .toList();
    }

    private static JsonNode resource(String name) {
        try (var in = Schemas.class.getResourceAsStream("/schemas/" + name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The models keep fields that they do not know; here they are mistakes. */
    private static final class NoStrangeFields extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return annotated.hasAnnotation(JsonAnySetter.class) ? Boolean.FALSE : null;
        }
    }
}
