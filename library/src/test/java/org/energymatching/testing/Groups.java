package org.energymatching.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.energymatching.tensor.ProcessGroup;

/** Groups of processes whose members are threads of this one: they speak through sockets like others. */
public final class Groups {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Groups() {}

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** The results of all members, in their order; the first failure is thrown. */
    public static <T> List<T> run(int size, Function<ProcessGroup, T> member) {
        int port = freePort();
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<CompletableFuture<T>> members = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                ProcessGroup.Place place = new ProcessGroup.Place("127.0.0.1", port, rank, size);
                members.add(CompletableFuture.supplyAsync(
                        () -> {
                            try (ProcessGroup group = ProcessGroup.connect(place, PATIENCE)) {
                                T result = member.apply(group);
                                group.barrier();
                                return result;
                            }
                        },
                        threads));
            }
            return members.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }
}
