package org.energymatching.tensor;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrap;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.engine.Collectives;
import org.jspecify.annotations.Nullable;

/**
 * A group of processes, on one machine or many, that compute the same program together by the collective operations of libtorch
 * (c10d over Gloo), as torchrun, SLURM or Kubernetes start them.
 *
 * <p>Each process calls the same methods in the same order. Within {@link #divide} the shards of rows that {@link Workers} compute
 * are divided among the processes, and each process has all results: they are those of one process, bit for bit, on machines of the
 * same kind. For one thread.
 */
public final class ProcessGroup implements AutoCloseable {

    /** The group that divides the work of a thread. */
    private static final ThreadLocal<@Nullable ProcessGroup> DIVIDING = new ThreadLocal<>();

    private final Place place;
    private final Collectives collectives;
    private boolean stopping;
    private volatile boolean stopRequested;

    private ProcessGroup(Place place, Collectives collectives) {
        this.place = place;
        this.collectives = collectives;
    }

    /**
     * The place of a process in its group.
     *
     * @param master the host of the first process
     * @param port the port at which the first process serves the others
     * @param rank the number of this process, from 0
     * @param size the number of processes
     */
    public record Place(String master, int port, int rank, int size) {

        /** Checks the numbers. */
        public Place {
            if (size < 1 || rank < 0 || rank >= size || port < 1 || port > 65_535 || master.isBlank()) {
                throw new UsageException(
                        "A process of number " + rank + " in a group of " + size + " at '" + master + ":" + port
                                + "' was asked for.",
                        "Processes are numbered from 0 to one less than their number, and ports from 1 to 65535.",
                        "Check RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT.");
            }
        }
    }

    /** The rows, shards or blocks that a process computes: {@code from} (inclusive) to {@code to} (exclusive). */
    record Share(int from, int to) {}

    /**
     * Connects this process with the others.
     *
     * @param patience how long a process waits for the others, at the start and later
     */
    public static ProcessGroup connect(Place place, Duration patience) {
        return new ProcessGroup(place, Collectives.connect(place, patience));
    }

    /** The number of this process, from 0. */
    public int rank() {
        return place.rank();
    }

    /** The number of processes. */
    public int size() {
        return place.size();
    }

    /** Whether this is the first process, which writes what the group computes. */
    public boolean isFirst() {
        return place.rank() == 0;
    }

    /** The result of a computation on this thread whose rows are divided among the processes. */
    public <T> T divide(Supplier<T> work) {
        return within(this, work);
    }

    /** The result of a computation of which this process computes all rows itself. */
    static <T> T undivided(Supplier<T> work) {
        return DIVIDING.get() == null ? work.get() : within(null, work);
    }

    private static <T> T within(@Nullable ProcessGroup group, Supplier<T> work) {
        ProcessGroup before = DIVIDING.get();
        DIVIDING.set(group);
        try {
            return work.get();
        } finally {
            DIVIDING.set(before);
        }
    }

    /** The group that divides the work of this thread; null where it is not divided. */
    static @Nullable ProcessGroup dividing() {
        return DIVIDING.get();
    }

    /** The part of n equal pieces of work that a process has: all have the same number, but for the last ones. */
    Share share(int n, int process) {
        int each = (n + place.size() - 1) / place.size();
        return new Share(Math.min(n, process * each), Math.min(n, (process + 1) * each));
    }

    /** The part of this process. */
    int from(int n) {
        return share(n, place.rank()).from();
    }

    /** The end of the part of this process. */
    int to(int n) {
        return share(n, place.rank()).to();
    }

    /**
     * The concatenated rows of all processes, in the caller's scope.
     *
     * @param own the rows of this process, (k, …), of which there is at least one; those beyond its number are ignored
     * @param counts the number of rows of each process
     */
    Tensor gatherRows(Tensor own, int[] counts) {
        return Scope.around(() -> {
            int most = Arrays.stream(counts).max().orElseThrow();
            int k = Math.toIntExact(own.shape().at(0));
            Tensor part = own.detach().to(Device.cpu());
            if (k > most) {
                part = part.rows(0, most);
            } else if (k < most) {
                part = Tensor.concat(
                        List.of(part, part.pick(new int[most - k])),
                        0); // filled up with its first row, which is dropped
            }
            Tensor all = wrap(collectives.allGather(unwrap(part).contiguous()));
            List<Tensor> parts = new ArrayList<>();
            for (int process = 0; process < counts.length; process++) {
                if (counts[process] > 0) {
                    int first = process * most;
                    parts.add(all.rows(first, first + counts[process]));
                }
            }
            return Tensor.concat(parts, 0).to(own.device());
        });
    }

    /** The sum of a vector over all processes, in the caller's scope; its last bits depend on their number. */
    public Tensor sum(Tensor own) {
        return Scope.around(() -> {
            Tensor total = wrap(unwrap(own.detach().to(Device.cpu())).clone());
            collectives.allReduce(unwrap(total));
            return total.to(own.device());
        });
    }

    /** The tensor of one process in all, in the caller's scope; the others give one of the same shape. */
    public Tensor broadcast(Tensor own, int from) {
        return Scope.around(() -> {
            Tensor copy = wrap(unwrap(own.detach().to(Device.cpu())).clone());
            collectives.broadcast(unwrap(copy), from);
            return copy.to(own.device());
        });
    }

    /** Sends a tensor to the next process. */
    public void sendToNext(Tensor value) {
        try (Scope scope = Scope.open()) {
            collectives.send(unwrap(value.detach().to(Device.cpu())).contiguous(), place.rank() + 1);
        }
    }

    /** The tensor that the previous process sends, in the caller's scope. */
    public Tensor fromPrevious(Shape shape, Device device) {
        return Scope.around(() -> {
            Tensor received = Tensor.zeros(shape, Device.cpu());
            collectives.receive(unwrap(received), place.rank() - 1);
            return received.to(device);
        });
    }

    /** The numbers of each process; all give equally many. With them travel the requests to stop. */
    public double[][] gather(double... own) {
        double[] sent = Arrays.copyOf(own, own.length + 1);
        sent[own.length] = stopRequested ? 1 : 0;
        double[] all = collectives.allGather(sent);
        double[][] each = new double[place.size()][];
        for (int process = 0; process < each.length; process++) {
            int first = process * sent.length;
            each[process] = Arrays.copyOfRange(all, first, first + own.length);
            stopping |= all[first + own.length] != 0;
        }
        return each;
    }

    /**
     * The numbers of the first process, where the work of this thread is divided: what would differ in the last bits on machines of
     * other kinds, such as the pairs of a coupling, is the same in all processes. Otherwise the own ones.
     */
    public static double[] ofFirst(double... own) {
        ProcessGroup group = dividing();
        return group == null ? own : group.gather(own)[0];
    }

    /** The texts of all processes. */
    public List<String> gather(String own) {
        return gather(own.getBytes(StandardCharsets.UTF_8)).stream()
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .toList();
    }

    /** The bytes of each process, which may be differently many. */
    List<byte[]> gather(byte[] own) {
        int[] lengths = Arrays.stream(gather((double) own.length))
                .mapToInt(length -> (int) length[0])
                .toArray();
        int longest = Math.max(1, Arrays.stream(lengths).max().orElse(0));
        byte[] all = collectives.allGather(Arrays.copyOf(own, longest));
        List<byte[]> each = new ArrayList<>();
        for (int process = 0; process < lengths.length; process++) {
            int first = process * longest;
            each.add(Arrays.copyOfRange(all, first, first + lengths[process]));
        }
        return each;
    }

    /** Asks all processes to stop; they know it after the next {@link #gather}. */
    public void requestStop() {
        stopRequested = true;
    }

    /** Whether a process had asked to stop at the last {@link #gather}: the same in all processes. */
    public boolean isStopping() {
        return stopping;
    }

    /** Waits for all processes. */
    public void barrier() {
        collectives.barrier();
    }

    @Override
    public void close() {
        collectives.close();
    }
}
