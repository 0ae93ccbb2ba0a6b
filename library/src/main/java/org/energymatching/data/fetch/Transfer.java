package org.energymatching.data.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.energymatching.data.file.Progress;

/**
 * Transfers the rest of a file over http: a partial file is continued by a range request (RFC 9110, section 14),
 * and replaced if the server does not support ranges.
 *
 * @param address the source
 * @param partial the destination
 * @param size of the whole file in bytes, or −1
 * @param progress is called with the number of bytes in the file, about ten times a second
 * @param patience the longest time with almost no received bytes
 */
record Transfer(URI address, Path partial, long size, Progress progress, Duration patience) {

    private static final long GLANCE_MILLIS = 100;

    /** The least number of bytes within the patience; a very slow server would keep a connection open for ever. */
    private static final long LEAST = 1 << 16;

    private static final int WHOLE = 200;
    private static final int RANGE = 206;
    private static final int NO_SUCH_RANGE = 416;

    /** Transfers to the end; any failure is an {@link IOException}, and the received bytes are kept. */
    void run() throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.getDefault())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(patience)
                .build();
        long before = present() > size && size >= 0 ? 0 : present();
        HttpResponse<Boolean> response = request(client, before);
        boolean elsewhere = response.statusCode() == RANGE || response.statusCode() == NO_SUCH_RANGE;
        if (!response.body() && before > 0 && elsewhere) {
            response = request(client, 0);
        }
        if (!response.body()) {
            throw new IOException(
                    response.statusCode() == RANGE
                            ? "the server sent a part (206) of a file that was asked for whole"
                            : "the server answered with status " + response.statusCode());
        }
        if (present() < size) {
            throw new IOException("the transfer ended after " + present() + " of " + size + " bytes");
        }
        progress.at(present(), size);
    }

    /** The number of bytes in the partial file. */
    long present() throws IOException {
        return Files.exists(partial) ? Files.size(partial) : 0;
    }

    /** Requests the bytes after the first {@code before}; the body is whether the answer was written to the file. */
    private HttpResponse<Boolean> request(HttpClient client, long before) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (before > 0) {
            request.header("Range", "bytes=" + before + "-");
        }
        CompletableFuture<HttpResponse<Boolean>> answer =
                client.sendAsync(request.build(), response -> body(response, before));
        try {
            return await(answer);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it was interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private BodySubscriber<Boolean> body(HttpResponse.ResponseInfo response, long before) {
        if (response.statusCode() == WHOLE) {
            return BodySubscribers.mapping(
                    BodySubscribers.ofFile(
                            partial,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            LinkOption.NOFOLLOW_LINKS),
                    written -> true);
        }
        String range = response.headers().firstValue("Content-Range").orElse("");
        return before > 0 && response.statusCode() == RANGE && range.startsWith("bytes " + before + "-")
                ? BodySubscribers.mapping(
                        BodySubscribers.ofFile(
                                partial,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.APPEND,
                                LinkOption.NOFOLLOW_LINKS),
                        written -> true)
                : BodySubscribers.replacing(false);
    }

    private HttpResponse<Boolean> await(CompletableFuture<HttpResponse<Boolean>> answer)
            throws IOException, InterruptedException, ExecutionException {
        long seen = present();
        long marked = seen;
        long since = System.nanoTime();
        while (true) {
            try {
                return answer.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                long now = present();
                if (now != seen) {
                    seen = now;
                    progress.at(now, size);
                }
                if (now < marked || now - marked >= LEAST) {
                    marked = now;
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > patience.toNanos()) {
                    throw new HttpTimeoutException(
                            (now == marked ? "nothing" : "no more than " + (now - marked) + " bytes") + " arrived for "
                                    + patience.toSeconds() + " seconds");
                }
                if (size >= 0 && now > size) {
                    throw new IOException("the server sends more than " + size + " bytes");
                }
            }
        }
    }
}
