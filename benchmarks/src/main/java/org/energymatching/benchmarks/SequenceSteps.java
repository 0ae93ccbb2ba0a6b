package org.energymatching.benchmarks;

import java.util.List;
import java.util.Locale;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.nn.sequence.SequencePotential;
import org.energymatching.tensor.Autodiff;
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
            System.out.printf(Locale.ROOT, "%d rows in shards of %d, %d rounds%n", BATCH, shard, rounds);
            report(
                    "training step",
                    Rounds.of(List.of(() -> steps.train(false, shard), () -> steps.train(true, shard)), rounds));
            report(
                    "Langevin step",
                    Rounds.of(List.of(() -> steps.drift(false), () -> steps.drift(true)), rounds));
        }
    }

    private static void report(String name, Rounds times) {
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

    private double train(boolean direct, int shardRows) {
        double length = 0;
        for (int from = 0; from < BATCH; from += shardRows) {
            try (Scope scope = Scope.open()) {
                Dropout dropout = Dropout.of(Rng.of(0).stream("dropout"), from);
                Tape tape =
                        direct ? potential.tape(trainable, dropout) : Tape.recording(potential, trainable, dropout);
                Tensor error = tape.drift(rows(points, from, shardRows)).minus(rows(velocities, from, shardRows));
                List<Tensor> gradients = tape.gradients(error.square().sum().times(1.0 / points.length));
                length += Tensor.concat(
                                gradients.stream().map(g -> g.reshape(-1)).toList(), 0)
                        .square()
                        .sum()
                        .item();
            }
        }
        return length;
    }

    private float[] drift(boolean direct) {
        try (Scope scope = Scope.open()) {
            Tensor x = rows(points, 0, BATCH);
            if (direct) {
                return potential.drift(x, parameters).floats();
            }
            Tensor leaf = Autodiff.leaf(x);
            return Autodiff.gradient(potential.energy(leaf, parameters).sum(), leaf)
                    .negate()
                    .floats();
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
