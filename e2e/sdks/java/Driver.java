import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.appmesh.AppMeshClient;
import software.amazon.awssdk.services.appmesh.model.AppMeshException;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Makes the calls that it reads, one JSON document on a line, with version 2 of the SDK for Java;
 * see driver_test.go.
 */
public final class Driver {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final Map<Settings, AppMeshClient> CLIENTS = new ConcurrentHashMap<>();

    private record Settings(String url, String caFile, String keyId, String secret, int attempts, String mode) {
        static Settings of(Map<String, JsonNode> request) {
            return new Settings(text(request, "url"), text(request, "caFile"),
                text(request, "keyId"), text(request, "secret"),
                Integer.parseInt(request.get("attempts").asNumber()), text(request, "mode"));
        }

        private static String text(Map<String, JsonNode> request, String name) {
            JsonNode value = request.get(name);
            return value == null ? "" : value.text();
        }
    }

    public static void main(String[] arguments) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Map<String, JsonNode> request = JsonNode.parser().parse(line).asObject();
            pool.submit(() -> respond(request));
        }
        pool.shutdown();
    }

    private static void respond(Map<String, JsonNode> request) {
        JsonWriter json = JsonWriter.create();
        json.writeStartObject().writeFieldName("id").writeValue(Long.parseLong(request.get("id").asNumber()));
        try {
            Object result = call(CLIENTS.computeIfAbsent(Settings.of(request), Driver::client), request);
            json.writeFieldName(result instanceof List ? "pages" : "output");
            write(json, result);
        } catch (Throwable e) {
            json.writeFieldName("error");
            writeError(json, e);
        }
        byte[] line = json.writeEndObject().getBytes();
        OUT.println(new String(line, StandardCharsets.UTF_8));
    }

    private static void writeError(JsonWriter json, Throwable e) {
        json.writeStartObject().writeFieldName("detail").writeValue(e.toString());
        if (e instanceof AwsServiceException error) {
            Class<?> type = e.getClass();
            json.writeFieldName("kind").writeValue(type == AppMeshException.class ? "" : type.getSimpleName())
                .writeFieldName("code").writeValue(error.awsErrorDetails().errorCode())
                .writeFieldName("message").writeValue(error.awsErrorDetails().errorMessage())
                .writeFieldName("status").writeValue(error.statusCode())
                .writeFieldName("requestId").writeValue(error.requestId());
        } else {
            json.writeFieldName("kind").writeValue("local");
        }
        json.writeEndObject();
    }

    private static AppMeshClient client(Settings settings) {
        RetryStrategy retries = settings.mode.equals("standard")
            ? AwsRetryStrategy.standardRetryStrategy() : AwsRetryStrategy.legacyRetryStrategy();
        RetryStrategy strategy = retries.toBuilder().maxAttempts(settings.attempts).build();
        ApacheHttpClient.Builder http = ApacheHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(10)).socketTimeout(Duration.ofSeconds(30));
        if (!settings.caFile.isEmpty()) {
            http.tlsTrustManagersProvider(() -> trust(settings.caFile));
        }
        AwsBasicCredentials credentials = AwsBasicCredentials.create(settings.keyId, settings.secret);
        return AppMeshClient.builder()
            .endpointOverride(URI.create(settings.url)).region(Region.US_EAST_1).httpClientBuilder(http)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .overrideConfiguration(o -> o.retryStrategy(strategy))
            .build();
    }

    private static TrustManager[] trust(String file) {
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the response of the operation, or the list of its pages. */
    private static Object call(AppMeshClient client, Map<String, JsonNode> request) throws Throwable {
        String operation = request.get("operation").text();
        Class<?> type = Class.forName("software.amazon.awssdk.services.appmesh.model." + operation + "Request");
        SdkPojo builder = (SdkPojo) type.getMethod("builder").invoke(null);
        set(builder, request.get("input").asObject());
        JsonNode pageSize = request.get("pageSize");
        String method = Character.toLowerCase(operation.charAt(0)) + operation.substring(1);
        if (pageSize == null) {
            return invoke(client, method, type, ((Buildable) builder).build());
        }
        set(builder, Map.of("limit", pageSize));
        List<Object> pages = new ArrayList<>();
        ((Iterable<?>) invoke(client, method + "Paginator", type, ((Buildable) builder).build())).forEach(pages::add);
        return pages;
    }

    private static Object invoke(AppMeshClient client, String method, Class<?> type, Object request) throws Throwable {
        try {
            return AppMeshClient.class.getMethod(method, type).invoke(client, request);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Sets the members of a builder, each in the type that the SDK has for it. */
    private static void set(SdkPojo builder, Map<String, JsonNode> members) {
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            String name = member.getKey();
            SdkField<?> field = builder.sdkFields().stream().filter(each -> each.locationName().equals(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException(builder.getClass() + " has no " + name));
            field.set(builder, read(field, member.getValue()));
        }
    }

    private static Object read(SdkField<?> field, JsonNode value) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo builder = field.constructor().get();
            set(builder, value.asObject());
            return ((Buildable) builder).build();
        }
        if (type == MarshallingType.LIST) {
            SdkField<?> item = field.getTrait(ListTrait.class).memberFieldInfo();
            return value.asArray().stream().map(each -> read(item, each)).toList();
        }
        if (type == MarshallingType.INTEGER) {
            return Integer.valueOf(value.asNumber());
        }
        if (type == MarshallingType.LONG) {
            return Long.valueOf(value.asNumber());
        }
        return type == MarshallingType.BOOLEAN ? value.asBoolean() : value.text();
    }

    private static void write(JsonWriter json, Object value) {
        if (value instanceof SdkPojo pojo) {
            json.writeStartObject();
            for (SdkField<?> field : pojo.sdkFields()) {
                Object member = field.getValueOrDefault(pojo);
                if (member != null && !(member instanceof SdkAutoConstructList)) {
                    String name = field.memberName();
                    json.writeFieldName(name.substring(0, 1).toLowerCase() + name.substring(1));
                    write(json, member);
                }
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(each -> write(json, each));
            json.writeEndArray();
        } else if (value instanceof Instant time) {
            json.writeValue(time.getEpochSecond() + time.getNano() / 1e9);
        } else if (value instanceof Boolean bool) {
            json.writeValue(bool);
        } else if (value instanceof Long number) {
            json.writeValue(number);
        } else if (value instanceof Integer number) {
            json.writeValue(number);
        } else {
            json.writeValue((String) value);
        }
    }
}
