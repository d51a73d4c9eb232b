package dev.caramba.nativeimage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Why each of the {@link NativeUses} in our code works in a native executable: what is configured for it. */
sealed interface KnownUse {

    /** Every one that there is, by the form in which {@link NativeUses} tells it. */
    Map<String, KnownUse> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("RedisScript: Class.getResourceAsStream", new Resources("lua/")),
            Map.entry("PriceTable: Class.getResourceAsStream", new Resources("prices.json")),
            Map.entry("StatusFile: Class.getResourceAsStream", new Resources("status/")),
            Map.entry(
                    "SpanExport: OtlpHttpSpanExporter.builder",
                    new Service(
                            "io.opentelemetry.exporter.internal.http.HttpSenderProvider",
                            "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider")),
            Map.entry(
                    "HttpSink: QuarkusRestClientBuilder.build",
                    new Generated("dev.caramba.sink.SinkResource$$QuarkusRestClientInterface")),
            Map.entry("AwsCredentialsSource: URI.toURL", new Argument("--enable-url-protocols=http,https")),
            Map.entry("AwsCredentialsSource: URL.openConnection", new Argument("--enable-url-protocols=http,https")),
            Map.entry("AwsSignature: Mac.getInstance", new Fine("HMAC with SHA-256 is in every image")),
            Map.entry(
                    "AwsSecrets: SecretsManagerClient.builder", new Fine("its extension registers what it looks for")),
            Map.entry("DeployedFunction: Arc.container", new Fine("beans are found by tables that the build has made")),
            Map.entry(
                    "DeployedFunction: Method.invoke",
                    new Methods(List.of(
                            "dev.caramba.function.GenerateFunction",
                            "dev.caramba.function.ProvidersFunction",
                            "dev.caramba.lambda.BatchFunction"))),
            Map.entry("RuntimeApi: URI.toURL", new Argument("--enable-url-protocols=http,https")),
            Map.entry("RuntimeApi: URL.openConnection", new Argument("--enable-url-protocols=http,https")),
            Map.entry("LambdaHandler: Arc.container", new Fine("beans are found by tables that the build has made")),
            Map.entry("RequestLog: JsonGenerator.writeObjectField", new Fine("trees of JSON alone")),
            Map.entry("VectorJson: POJONode.<init>", new Fine("never written: taken out again by its type")),
            Map.entry("VectorJson: POJONode.getPojo", new Fine("taken out by its type")),
            Map.entry("ConnectionWatch: ChannelPipeline.addBefore", new Fine("its handler has each method it needs")),
            Map.entry("RedisScript: MessageDigest.getInstance", new Fine("SHA-1 is in every image")),
            Map.entry("Sha256: MessageDigest.getInstance", new Fine("SHA-256 is in every image")),
            Map.entry("ServerTrust: KeyStore.getInstance", new Argument("--enable-url-protocols=http,https")),
            Map.entry(
                    "ServerTrust: TrustManagerFactory.getInstance", new Argument("--enable-url-protocols=http,https")),
            Map.entry("TlsValues: CertificateFactory.getInstance", new Argument("--enable-url-protocols=http,https"))));

    /** Asserts that it is configured. */
    void check(NativeConfiguration configuration);

    /** Files of the class path that are read, each of which is in the executable. */
    record Resources(String path) implements KnownUse {
        @Override
        public void check(NativeConfiguration configuration) {
            var files = configuration.files().stream()
                    .filter(file -> file.startsWith(path))
                    .toList();
            require(!files.isEmpty(), "no file " + path);
            files.forEach(file -> require(configuration.hasResource(file), file));
        }
    }

    /** A class that is found by the file of a service, and made from its name. */
    record Service(String name, String implementation) implements KnownUse {
        @Override
        public void check(NativeConfiguration configuration) {
            require(configuration.services(name).equals(Set.of(implementation)), name);
            require(
                    configuration
                            .reflected(implementation)
                            .filter(ReflectedType::created)
                            .isPresent(),
                    implementation);
        }
    }

    /** Classes whose methods are called by their names. */
    record Methods(List<String> types) implements KnownUse {
        @Override
        public void check(NativeConfiguration configuration) {
            types.forEach(type -> require(
                    configuration.reflected(type).filter(ReflectedType::methods).isPresent(), type));
        }
    }

    /** A class that the build generates, so that none is made at run time. */
    record Generated(String type) implements KnownUse {
        @Override
        public void check(NativeConfiguration configuration) {
            require(configuration.files().contains(type.replace('.', '/') + ".class"), type);
        }
    }

    /** What an argument brings into the image. */
    record Argument(String value) implements KnownUse {
        @Override
        public void check(NativeConfiguration configuration) {
            require(configuration.arguments().contains(value), value);
        }
    }

    /** Needs nothing. */
    record Fine(String because) implements KnownUse {
        @Override
        public void check(NativeConfiguration configuration) {
            require(!because.isBlank(), "a reason");
        }
    }

    private static void require(boolean configured, String what) {
        if (!configured) {
            throw new AssertionError("not in the native configuration: " + what);
        }
    }
}
