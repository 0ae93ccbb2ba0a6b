package org.energymatching.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.energymatching.data.fetch.Download;
import org.energymatching.data.file.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Small files under the names of MNIST's, on a server of this machine. */
class FetchVerbTest {

    private static final String TRAINING = "train-images-idx3-ubyte.gz";
    private static final String TEST = "t10k-images-idx3-ubyte.gz";

    private final Map<String, byte[]> contents = Map.of(TRAINING, noise(200_000), TEST, noise(5_000));
    private final Map<String, byte[]> served = new HashMap<>(contents);
    private final List<String> requests = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private HttpServer server;
    private int mostBytes = Integer.MAX_VALUE;

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mirror/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void bothPartsAreFetchedAndTheNextCommandIsTold() {
        Ended ended = fetch("mnist");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(folder.resolve("mnist/" + TRAINING)).hasBinaryContent(contents.get(TRAINING));
        assertThat(folder.resolve("mnist/" + TEST)).hasBinaryContent(contents.get(TEST));
        assertThat(ended.out())
                .contains(
                        "Training images: " + folder.resolve("mnist").resolve(TRAINING),
                        "Test images:     " + folder.resolve("mnist").resolve(TEST),
                        " train mnist-small --data " + folder.resolve("mnist").resolve(TRAINING));
        assertThat(ended.err()).contains("training  100 %  200000/200000  bytes", "test  100 %  5000/5000  bytes");

        JsonNode json = new JsonMapper().readTree(fetch("mnist", "--json").out());
        assertThat(json.path("set").asString()).isEqualTo("mnist");
        assertThat(json.path("training").asString())
                .isEqualTo(folder.resolve("mnist").resolve(TRAINING).toString());
        assertThat(json.path("test").asString()).endsWith(TEST);
        assertThat(json.path("next").asString()).contains("train mnist-small --data");
        assertThat(requests).as("nothing is fetched twice").containsExactly(TRAINING, TEST);
        assertThat(fetch("mnist", "--quiet").err()).isEmpty();
    }

    @Test
    void clothesGetARunOfTheirOwn() {
        assertThat(fetch("fashion-mnist").out()).contains(" name=fashion-mnist-small");
    }

    @Test
    void aCutIsContinued() throws IOException {
        mostBytes = 120_000;
        Ended cut = fetch("mnist");
        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.err()).contains("error: ", TRAINING, "continues where this ended");
        long there = Files.size(folder.resolve("mnist/" + TRAINING + ".partial"));
        assertThat(there).isBetween(1L, 120_000L);

        mostBytes = Integer.MAX_VALUE;
        assertThat(fetch("mnist").code()).isZero();
        assertThat(requests).containsExactly(TRAINING, TRAINING + " bytes=" + there + "-", TEST);
        assertThat(folder.resolve("mnist/" + TRAINING)).hasBinaryContent(contents.get(TRAINING));
    }

    @Test
    void anotherFileIsRefused() {
        byte[] other = noise(5_000);
        other[77]++;
        served.put(TEST, other);
        Ended ended = fetch("mnist");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).contains(TEST, "SHA-256", "removed");
        assertThat(folder.resolve("mnist").resolve(TEST)).doesNotExist();
    }

    @Test
    void aServerThatIsAbsentOrDoesNotHaveItIsAFailure() {
        Ended missing = run(verb(), "mnist", "--from", address() + "elsewhere");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("status 404", "/mirror/elsewhere/" + TRAINING, "by hand");
        server.stop(0);
        Ended absent = fetch("mnist");
        assertThat(absent.code()).isEqualTo(1);
        assertThat(absent.err().lines().filter(line -> !line.isBlank())).hasSize(3);
        assertThat(absent.err()).contains("no connection to 127.0.0.1", "offline");
    }

    @Test
    void wrongRequestsAreExplained() {
        Ended unknown = run(verb(), "minst");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("'minst'", "fashion-mnist, cifar10", "Did you mean 'mnist'?");
        assertThat(run(verb(), "photographs").err()).contains("--data FOLDER");
        assertThat(run(verb()).code()).isEqualTo(2);
        for (String mirror : List.of("mirror/mnist", "file:///tmp", "http://a b")) {
            Ended ended = run(verb(), "mnist", "--from", mirror);
            assertThat(ended.code()).as(ended.err()).isEqualTo(2);
            assertThat(ended.err().lines()).hasSize(3);
        }
        assertThat(requests).isEmpty();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    /** The verb, with the small files in the place of those that the library knows. */
    private FetchVerb verb() {
        return new FetchVerb(file -> {
            byte[] content = requireNonNull(contents.get(file.name()));
            return new Download(file.address(), content.length, sha256(content));
        });
    }

    private Ended fetch(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--from";
        all[words.length + 1] = address();
        return run(verb(), all);
    }

    private Ended run(FetchVerb verb, String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "fetch";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--out";
        all[words.length + 2] = folder.toString();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Em.run(
                List.of(verb),
                all,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mirror/";
    }

    private String sha256(byte[] content) {
        try {
            return Sha256.of(Files.write(folder.resolve("content"), content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Serves ranges, and cuts off after so many bytes. */
    private void answer(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring("/mirror/".length());
        String range = exchange.getRequestHeaders().getFirst("Range");
        byte[] content = served.get(name);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            requests.add(range == null ? name : name + " " + range);
            int start = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (range != null) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - start);
            exchange.getResponseBody().write(content, start, Math.min(content.length - start, mostBytes));
        }
        exchange.close();
    }
}
