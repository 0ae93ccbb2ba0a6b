package org.energymatching.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.energymatching.error.FailedException;
import org.jspecify.annotations.Nullable;

/**
 * A pool of threads: tasks by number, each on one thread, with their results in order.
 *
 * <p>The number of workers never changes a result, only its time: the problem determines the tasks, not the machine. Between
 * tasks the threads sleep and do not spin, so that another busy process costs no more than its share. Their number is that of
 * the machine's processors, unless the system property {@link #THREADS} sets another.
 */
public final class Workers {

    /** The system property that sets the number of workers; it is read when they are first needed. */
    public static final String THREADS = "energymatching.threads";

    /** The system property that limits how many rows a device other than the processor computes together; read at each use. */
    public static final String MAX_ROWS = "energymatching.maxRows";

    /** Made at first use, so that the property can still be set when the library is loaded. */
    private static final class Common {
        private static final Workers WORKERS =
                new Workers(Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors()));
    }

    /** The default number of rows that a GPU computes together: more rows are hardly faster. */
    private static final int MOST_ROWS = 4096;

    /** The smallest number of rows for which a GPU is worth its overhead. */
    private static final int FEWEST_ROWS = 256;

    /** The caller's thread only, on whole batches, for a device with its own queue. */
    private static final Workers WHOLE_BATCHES = new Workers(1);

    private final int count;
    private final ExecutorService threads;
    private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);

    private Workers(int count) {
        this.count = Math.max(1, count);
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "energy-matching-worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The workers that the library shares, as {@link java.util.concurrent.ForkJoinPool#commonPool} is shared. */
    public static Workers common() {
        return Common.WORKERS;
    }

    /**
     * The workers for the rows of a batch on a device: on a processor all cores, in shards of a fixed size; elsewhere the
     * caller's thread, with the whole batch at once, or as many rows as {@link #MAX_ROWS} allows.
     */
    public static Workers on(Device device) {
        return device.equals(Device.cpu()) ? common() : WHOLE_BATCHES;
    }

    /**
     * How many rows go into a shard.
     *
     * @param rows of the batch
     * @param wanted the best number for a core
     */
    public int shardRows(int rows, int wanted) {
        return this == WHOLE_BATCHES ? Math.max(1, Math.min(rows, Integer.getInteger(MAX_ROWS, MOST_ROWS))) : wanted;
    }

    /**
     * How many rows go into a block of chains or points that is always full.
     *
     * @param wanted the best number for a core; other devices take {@value #FEWEST_ROWS} at least
     */
    public int blockRows(int wanted) {
        return this == WHOLE_BATCHES ? shardRows(Math.max(wanted, FEWEST_ROWS), wanted) : wanted;
    }

    /**
     * A computation on the rows {@code from} (inclusive) to {@code to} (exclusive) of a batch; its result is freed with the
     * task's scope.
     */
    @FunctionalInterface
    public interface Shard {
        Tensor rows(int from, int to);
    }

    /**
     * The concatenated results of all shards of a batch, in the caller's scope. Within {@link ProcessGroup#divide} each process
     * computes its part of the shards.
     */
    public Tensor join(int rows, int shardRows, Shard shard) {
        int shards = Math.max(1, (rows + shardRows - 1) / shardRows);
        if (shards == 1) {
            return Scope.around(() -> shard.rows(0, rows));
        }
        ProcessGroup group = ProcessGroup.dividing();
        if (group == null) {
            return join(rows, shardRows, shard, 0, shards);
        }
        int[] counts = new int[group.size()];
        for (int process = 0; process < counts.length; process++) {
            ProcessGroup.Share share = group.share(shards, process);
            counts[process] = Math.min(rows, share.to() * shardRows) - Math.min(rows, share.from() * shardRows);
        }
        int from =
                Math.min(shards - 1, group.from(shards)); // a process without a part computes a shard that is not used
        int to = Math.max(from + 1, group.to(shards));
        return Scope.around(() -> group.gatherRows(join(rows, shardRows, shard, from, to), counts));
    }

    /** The concatenated results of some shards, by number. */
    private Tensor join(int rows, int shardRows, Shard shard, int first, int end) {
        @Nullable Tensor[] parts = new Tensor[end - first];
        try {
            map(parts.length, part -> {
                int from = (first + part) * shardRows;
                try (Scope scope = Scope.open()) {
                    parts[part] =
                            shard.rows(from, Math.min(rows, from + shardRows)).own();
                    return part;
                }
            });
            return Tensor.concat(
                    Arrays.stream(parts).map(Objects::requireNonNull).toList(), 0);
        } finally {
            Arrays.stream(parts).filter(Objects::nonNull).forEach(Tensor::close);
        }
    }

    /** How many of n shards this process computes: all of them, or its part within {@link ProcessGroup#divide}. */
    public static int own(int n) {
        ProcessGroup group = ProcessGroup.dividing();
        return group == null || n == 1 ? n : group.to(n) - group.from(n);
    }

    /** How many tasks run at once; within {@link ProcessGroup#divide} in all processes together. */
    public int count() {
        ProcessGroup group = ProcessGroup.dividing();
        return group == null ? count : count * group.size();
    }

    /**
     * Runs tasks 0 … n-1 and returns their results in order; the caller's thread is used too. A task that uses workers itself
     * runs its own tasks one after another. The first failure, by number, is thrown after all have ended.
     */
    public <T> List<T> map(int n, IntFunction<T> task) {
        return ProcessGroup.undivided(() -> mapped(n, task));
    }

    /**
     * As {@link #map}, with the tasks divided among processes within {@link ProcessGroup#divide}; every process has all results.
     *
     * @param <T> a type that is serializable, as are records of arrays that say so
     */
    public <T> List<T> divided(int n, IntFunction<T> task) {
        ProcessGroup group = ProcessGroup.dividing();
        if (group == null) {
            return map(n, task);
        }
        int first = group.from(n);
        List<T> own = map(group.to(n) - first, i -> task.apply(first + i));
        List<T> all = new ArrayList<>(n);
        group.gather(Serialization.bytes(own)).forEach(part -> all.addAll(Serialization.<T>list(part)));
        return all;
    }

    private <T> List<T> mapped(int n, IntFunction<T> task) {
        if (n <= 1 || count == 1 || working.get()) {
            List<T> results = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                results.add(task.apply(i));
            }
            return results;
        }
        AtomicInteger next = new AtomicInteger();
        List<Outcome<T>> outcomes = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            outcomes.add(new Outcome<>());
        }
        Runnable drain = () -> {
            working.set(true);
            try {
                for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
                    outcomes.get(i).run(task, i);
                }
            } finally {
                working.set(false);
            }
        };
        List<Future<?>> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(count, n); i++) {
            helpers.add(threads.submit(drain));
        }
        drain.run();
        helpers.forEach(Workers::await);
        List<T> results = new ArrayList<>(n);
        for (Outcome<T> outcome : outcomes) {
            results.add(outcome.get());
        }
        return results;
    }

    /** Runs a computation on this thread only: its tasks run one after another. */
    public void runSequentially(Runnable work) {
        boolean before = working.get();
        working.set(true);
        try {
            work.run();
        } finally {
            working.set(before);
        }
    }

    private static void await(Future<?> helper) {
        boolean interrupted = false;
        while (true) {
            try {
                helper.get();
                break;
            } catch (InterruptedException again) {
                interrupted = true; // the tasks use the caller's values: return only when they have ended
            } catch (ExecutionException broken) {
                throw new FailedException(
                        "A worker thread ended unexpectedly: " + broken.getCause() + ".",
                        "Workers end when their tasks are done.",
                        "Run the command again, and report the error if it returns.",
                        broken);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The result of one task: a value or an exception. */
    private static final class Outcome<T> {
        private @Nullable T value;
        private @Nullable Throwable thrown;

        @SuppressWarnings("CatchingUnchecked")
        void run(IntFunction<T> task, int index) {
            try {
                value = task.apply(index);
            } catch (RuntimeException | Error failure) {
                thrown = failure;
            }
        }

        @SuppressWarnings("NullAway") // a task that returns null gives its caller null
        T get() {
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            return value;
        }
    }
}
