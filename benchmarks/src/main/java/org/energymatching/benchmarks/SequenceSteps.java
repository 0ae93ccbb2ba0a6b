package org.energymatching.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.nn.sequence.Differentiation;
import org.energymatching.nn.sequence.SequencePotential;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Sets the hand-written derivatives of the network of the AAV experiments beside the engine's autograd: the gradient of the
 * flow loss, and the drift of a Langevin step. One thread; the two take turns in one process.
 */
public final class SequenceSteps implements AutoCloseable {

    private static final int LENGTH = 16;
    private static final int BATCH = 128;

    private final SequencePotential potential = SequencePotential.of(LENGTH);
    private final Parameters parameters = Parameters.initial(potential.parameters(), Rng.of(0));
    private final Parameters trainable = parameters.trainable();
    private final float[] points = normal("points");
    private final float[] velocities = normal("velocities");

    private SequenceSteps() {}

    /** Runs {@code [rounds] [rows of a shard]}. */
    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        int shard = args.length > 1 ? Integer.parseInt(args[1]) : BATCH;
        try (SequenceSteps steps = new SequenceSteps()) {
            System.out.printf(Locale.ROOT, "%d rows, training in shards of %d, %d rounds%n", BATCH, shard, rounds);
            report("training step", rounds, way -> steps.train(way, shard));
            report("Langevin step", rounds, steps::drift);
        }
    }

    private static void report(String name, int rounds, Consumer<Differentiation> step) {
        Rounds times = Rounds.of(
                List.of(() -> step.accept(Differentiation.AUTOGRAD), () -> step.accept(Differentiation.DIRECT)),
                rounds);
        System.out.printf(
                Locale.ROOT,
                "%-14s autograd %7.1f ms (CPU %7.1f), direct %7.1f ms (CPU %7.1f), ratio: wall %.2f, CPU %.2f%n",
                name,
                Rounds.median(times.wall()[0]),
                Rounds.median(times.cpu()[0]),
                Rounds.median(times.wall()[1]),
                Rounds.median(times.cpu()[1]),
                Rounds.ratio(times.wall(), 1),
                Rounds.ratio(times.cpu(), 1));
    }

    private double train(Differentiation way, int shardRows) {
        double length = 0;
        for (int from = 0; from < BATCH; from += shardRows) {
            Dropout dropout = Dropout.of(Rng.of(0).stream("dropout"), from);
            try (Scope scope = Scope.open();
                    Tape tape = potential.with(way).tape(trainable, dropout)) {
                Tensor error = tape.drift(rows(points, from, shardRows)).minus(rows(velocities, from, shardRows));
                Tensor loss = error.square().sum().times(1.0 / points.length);
                length += tape.gradient(loss).square().sum().item();
            }
        }
        return length;
    }

    private float[] drift(Differentiation way) {
        try (Scope scope = Scope.open()) {
            return potential.with(way).drift(rows(points, 0, BATCH), parameters).floats();
        }
    }

    private static Tensor rows(float[] values, int from, int count) {
        return Tensor.of(values, Shape.of(BATCH, LENGTH)).rows(from, from + count);
    }

    private static float[] normal(String name) {
        Rng rng = Rng.of(0).stream(name);
        float[] values = new float[BATCH * LENGTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return values;
    }

    @Override
    public void close() {
        trainable.close();
        parameters.close();
    }
}
