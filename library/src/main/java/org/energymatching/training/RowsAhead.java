package org.energymatching.training;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.energymatching.Samples;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * The rows of mini-batches. For a device other than the processor those of the next step are drawn, and pictures decoded, in a
 * thread of their own while the device computes; they are the same rows, since each step has its own generators.
 */
final class RowsAhead implements AutoCloseable {

    private final TrainingPlan plan;
    private final Rng root;
    private final @Nullable ExecutorService thread;
    private final Set<String> passes = new LinkedHashSet<>();
    private final Map<String, CompletableFuture<Rows>> drawn = new LinkedHashMap<>();
    private long ahead = -1;

    /**
     * The rows of a pass.
     *
     * @param source x₀
     * @param data x₁
     */
    record Rows(Samples source, Samples data) {}

    RowsAhead(TrainingPlan plan, Device device) {
        this(plan, !device.equals(Device.cpu()));
    }

    RowsAhead(TrainingPlan plan, boolean ahead) {
        this.plan = plan;
        this.root = Rng.of(plan.seed());
        this.thread = ahead
                ? Executors.newSingleThreadExecutor(task -> {
                    Thread own = new Thread(task, "energy-matching-rows");
                    own.setDaemon(true);
                    return own;
                })
                : null;
    }

    /** The rows of a pass in a step. */
    Rows of(String pass, long step) {
        passes.add(pass);
        CompletableFuture<Rows> waiting = step == ahead ? drawn.remove(pass) : null;
        if (waiting == null) {
            return draw(pass, step);
        }
        try {
            return waiting.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** Begins to draw the passes of a step that earlier ones have had. */
    void begin(long step) {
        if (thread == null || step == ahead) {
            return;
        }
        drawn.clear();
        ahead = step;
        passes.forEach(pass -> drawn.put(pass, CompletableFuture.supplyAsync(() -> draw(pass, step), thread)));
    }

    private Rows draw(String pass, long step) {
        return new Rows(
                plan.source().batch(step, plan.batchSize(), root.stream(pass).stream("source")),
                plan.data().batch(step, plan.batchSize(), root.stream(pass).stream("data")));
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
