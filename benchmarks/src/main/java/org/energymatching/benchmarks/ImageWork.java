package org.energymatching.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.nn.image.UNet;
import org.energymatching.nn.image.VisionHead;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The network that the reference implementation was timed with, on random pictures of 3x32x32, and the two steps that
 * training and sampling consist of.
 */
final class ImageWork implements AutoCloseable {

    private static final Shape PICTURE = Shape.of(3, 32, 32);
    private static final ImagePotential POTENTIAL = new ImagePotential(
            PICTURE,
            new UNet(32, List.of(1, 2, 2, 2), 2, List.of(16), 4, 64, 0.1, false),
            new VisionHead(4, 96, 4, 4, 0.1),
            1000);

    /** Where weights begin at zero otherwise, which would leave nothing to compare. */
    private static final double BOUND_FOR_SILENT = 0.02;

    private final int rows;
    private final float[] pictures;
    private final float[] velocities;
    private final Parameters parameters;
    private final Parameters leaves;

    /** So many pictures, and between which pictures the flow would be learnt. */
    ImageWork(int rows) {
        this.rows = rows;
        pictures = uniform(rows * PICTURE.length(), Rng.of(0).stream("pictures"));
        velocities = uniform(rows * PICTURE.length(), Rng.of(0).stream("velocities"));
        parameters = Parameters.initial(
                POTENTIAL.parameters().stream().map(ImageWork::audible).toList(), Rng.of(0));
        leaves = parameters.trainable();
    }

    /**
     * What a step of training came to.
     *
     * @param loss the mean of (-∇V - u)²
     * @param gradientNorm the length of its gradient with respect to all parameters
     */
    record Step(double loss, double gradientNorm) {}

    /** The flow loss and its gradient, with units left out, added up over shards of so many rows. */
    Step train(Execution execution, int shardRows) {
        double loss = 0;
        try (Scope scope = Scope.open()) {
            Tensor gradient = Tensor.zeros(Shape.of(leaves.size()));
            for (int from = 0; from < rows; from += shardRows) {
                int to = Math.min(rows, from + shardRows);
                try (Scope shard = Scope.open()) {
                    Tape tape = POTENTIAL.with(execution).tape(leaves, Dropout.of(Rng.of(0).stream("dropout"), from));
                    Tensor error = tape.drift(part(pictures, from, to)).minus(part(velocities, from, to));
                    Tensor part = error.square().sum().times(1.0 / velocities.length);
                    gradient = shard.keep(gradient.plus(tape.gradient(part)));
                    loss += part.item();
                }
            }
            return new Step(loss, Math.sqrt(gradient.square().sum().item()));
        }
    }

    /** The drift of all pictures, which a Langevin step takes. */
    float[] drift(Execution execution) {
        try (Scope scope = Scope.open()) {
            return POTENTIAL
                    .with(execution)
                    .drift(part(pictures, 0, rows), parameters)
                    .floats();
        }
    }

    /** How many numbers are learnt. */
    long size() {
        return parameters.size();
    }

    private static Tensor part(float[] values, int from, int to) {
        Shape shape = Shape.of(to - from, PICTURE.at(0), PICTURE.at(1), PICTURE.at(2));
        return Tensor.of(Arrays.copyOfRange(values, from * PICTURE.length(), to * PICTURE.length()), shape);
    }

    static ParameterSpec audible(ParameterSpec spec) {
        boolean silent = spec.bound() == 0 && spec.centre() == 0;
        return silent ? new ParameterSpec(spec.name(), spec.shape(), BOUND_FOR_SILENT) : spec;
    }

    private static float[] uniform(int length, RandomGenerator rng) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = 2 * rng.nextFloat() - 1;
        }
        return values;
    }

    @Override
    public void close() {
        leaves.close();
        parameters.close();
    }
}
