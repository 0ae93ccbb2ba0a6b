package org.energymatching.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.energymatching.data.file.Progress;
import org.energymatching.data.file.Sha256;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server on this machine that behaves well and badly. */
class DownloadTest {

    private static final Duration SOON = Duration.ofMillis(400);

    private final byte[] content = new byte[300_000];
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path directory;

    private HttpServer server;
    private Path file;
    private Path partial;

    /** How the server answers a request. */
    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        new SplittableRandom(1).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        file = directory.resolve("new/file.bin");
        partial = directory.resolve("new/file.bin.partial");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void fetchesAndDoesNotFetchAgain() throws IOException {
        answer(exchange -> send(exchange, 200, content));
        List<Long> reports = new ArrayList<>();
        assertThat(download(content.length).to(file, (done, total) -> reports.add(done)))
                .isEqualTo(file);
        assertThat(file).hasBinaryContent(content);
        assertThat(partial).doesNotExist();
        assertThat(reports).last().isEqualTo(300_000L);
        download(content.length).to(file, Progress.none());
        assertThat(ranges).containsExactly("");
    }

    @Test
    void theSizeNeedNotBeKnown() throws IOException {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0); // chunked
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        download(-1).to(file, Progress.none());
        assertThat(file).hasBinaryContent(content);
    }

    @Test
    void continuesAfterACut() throws IOException {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 150_000);
            exchange.close();
        });
        assertThatThrownBy(() -> download(content.length).to(file, Progress.none()))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining(address().toString())
                .hasMessageContaining("continues")
                .hasMessageContaining(file.toString())
                .hasMessageContaining(Sha256.of(write("copy", content)));
        long before = Files.size(partial);
        assertThat(before).isBetween(1L, 150_000L);

        answer(this::sendRange);
        download(content.length).to(file, Progress.none());
        assertThat(file).hasBinaryContent(content);
        assertThat(ranges).containsExactly("", "bytes=" + before + "-");
    }

    @Test
    void startsAgainWhereTheServerKnowsNoRanges() throws IOException {
        write("new/file.bin.partial", new byte[1000]);
        answer(exchange -> send(exchange, 200, content));
        download(content.length).to(file, Progress.none());
        assertThat(file).hasBinaryContent(content);
        assertThat(ranges).containsExactly("bytes=1000-");
    }

    @Test
    void startsAgainWhereTheRangeCannotBeServed() throws IOException {
        for (int status : new int[] {416, 206}) {
            Files.deleteIfExists(file);
            ranges.clear();
            write("new/file.bin.partial", new byte[1000]);
            answer(exchange -> {
                if (exchange.getRequestHeaders().containsKey("Range")) {
                    exchange.getResponseHeaders().add("Content-Range", "bytes 7-9/10");
                    send(exchange, status, new byte[3]);
                } else {
                    send(exchange, 200, content);
                }
            });
            download(content.length).to(file, Progress.none());
            assertThat(file).hasBinaryContent(content);
            assertThat(ranges).containsExactly("bytes=1000-", "");
        }
    }

    @Test
    void aPartialThatIsWholeOrTooLongIsNotContinued() throws IOException {
        answer(exchange -> send(exchange, 200, content));
        write("new/file.bin.partial", content);
        download(content.length).to(file, Progress.none());
        assertThat(ranges).as("it was whole").isEmpty();

        Files.delete(file);
        write("new/file.bin.partial", new byte[content.length + 1]);
        download(content.length).to(file, Progress.none());
        assertThat(file).hasBinaryContent(content);
        assertThat(ranges).containsExactly("");
    }

    @Test
    void anotherFileIsRefusedAndRemoved() {
        byte[] other = content.clone();
        other[77]++;
        answer(exchange -> send(exchange, 200, other));
        assertThatThrownBy(() -> download(content.length).to(file, Progress.none()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("SHA-256");
        assertThat(file).doesNotExist();
        assertThat(partial).doesNotExist();

        answer(exchange -> send(exchange, 200, Arrays.copyOf(content, 400_000)));
        assertThatThrownBy(() -> download(content.length).to(file, Progress.none()))
                .isInstanceOfAny(DataException.class, FailedException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void aWrongFileInPlaceIsNotReplaced() throws IOException {
        write("new/file.bin", new byte[] {1, 2, 3});
        assertThatThrownBy(() -> download(content.length).to(file, Progress.none()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Remove or rename it");
        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void errorsOfTheServerAreFailures() throws IOException {
        write("new/file.bin.partial", new byte[1000]);
        for (int status : new int[] {404, 500, 503}) {
            answer(exchange -> send(exchange, status, new byte[] {1, 2}));
            assertThatThrownBy(() -> download(content.length).to(file, Progress.none()))
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("status " + status)
                    .hasMessageContaining(address().toString());
            assertThat(partial).as("what was there is kept").hasSize(1000);
        }
    }

    @Test
    void followsRedirections() throws IOException {
        server.createContext("/elsewhere", exchange -> send(exchange, 200, content));
        answer(exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            send(exchange, 302, new byte[0]);
        });
        download(content.length).to(file, Progress.none());
        assertThat(file).hasBinaryContent(content);
    }

    @Test
    void aRefusedConnectionAndAnUnknownHostAreFailures() {
        Download refused = download(content.length);
        server.stop(0);
        assertThatThrownBy(() -> refused.to(file, Progress.none()))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("no connection to 127.0.0.1")
                .hasMessageContaining("by hand");
        Download unknown = new Download(URI.create("http://no-such-host.invalid/a"), 1, "0".repeat(64));
        assertThatThrownBy(() -> unknown.to(file, Progress.none()))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void aServerThatFallsSilentIsNotWaitedForForEver() throws IOException {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 150_000);
            exchange.getResponseBody().flush();
            pause();
        });
        assertThatThrownBy(() -> download(content.length).to(file, Progress.none(), SOON))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("nothing arrived");
        assertThat(Files.size(partial)).isGreaterThan(0);
        answer(exchange -> pause());
        assertThatThrownBy(() -> download(content.length).to(file, Progress.none(), SOON))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("nothing arrived");
    }

    /** A byte every 50 ms is no transfer. */
    @Test
    void aServerThatDripsIsNotWaitedForForEver() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(content, i, 1);
                exchange.getResponseBody().flush();
                pause(50);
            }
            exchange.close();
        });
        assertThatThrownBy(() -> download(content.length).to(file, Progress.none(), SOON))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("no more than");
    }

    @Test
    void aPartThatNobodyAskedForIsTold() {
        answer(exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-9/300000");
            send(exchange, 206, new byte[10]);
        });
        assertThatThrownBy(() -> download(content.length).to(file, Progress.none()))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("a part (206) of a file that was asked for whole");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nothingIsWrittenThroughALink() throws IOException {
        Path other = write("other.txt", new byte[] {1, 2, 3});
        Files.createDirectories(partial.getParent());
        Files.createSymbolicLink(partial, other);
        answer(exchange -> send(exchange, 200, content));
        assertThatThrownBy(() -> download(content.length).to(file, Progress.none()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is a symbolic link");
        assertThat(other).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void whatCannotBeFetchedIsRefused() {
        assertThatThrownBy(() -> Download.of(URI.create("file:///etc/hosts"), -1, "0".repeat(64)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Download.of(address(), -1, "abc")).isInstanceOf(UsageException.class);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, bytes);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file.bin");
    }

    private Download download(long size) {
        try {
            return Download.of(address(), size, Sha256.of(Files.write(directory.resolve("content"), content)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(Answer answer) {
        try {
            server.removeContext("/file.bin");
        } catch (IllegalArgumentException e) {
            // there was none yet
        }
        server.createContext("/file.bin", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(range == null ? "" : range);
            answer.to(exchange);
        });
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void sendRange(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int start = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
        send(exchange, 206, Arrays.copyOfRange(content, start, content.length));
    }

    private static void pause() {
        pause(20_000);
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
