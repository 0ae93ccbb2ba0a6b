package org.energymatching.interpolant;

import java.util.Arrays;
import java.util.Map;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/** {@link Interpolant#along}. */
record CoursePath(Course course, TimeDistribution distribution, double sigma) implements Interpolant {

    CoursePath {
        if (!(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "The path noise sigma is " + sigma + ".",
                    "σ is a finite number, zero or more.",
                    "Choose for example 0.1, or 0 for points exactly on the path.");
        }
    }

    @Override
    public PathSample sample(Tensor source, Tensor data, Rng rng) {
        if (!source.shape().equals(data.shape())) {
            throw new UsageException(
                    "A source of shape " + source.shape() + " was to be paired with data of shape " + data.shape()
                            + ".",
                    "Source and data have the same number of points, of the same shape.",
                    "Choose a source distribution as wide as the data.");
        }
        Rng time = rng.stream("time");
        double[] times = new double[Math.toIntExact(data.shape().at(0))];
        Arrays.setAll(times, row -> distribution.draw(time.at(row)));
        PathSample path = course == Course.STRAIGHT ? straight(times, source, data) : curved(times, source, data);
        return sigma == 0
                ? path
                : new PathSample(
                        times,
                        path.position()
                                .plusScaled(Noise.normal(rng.stream("noise"), 0, data.shape(), data.device()), sigma),
                        path.velocity());
    }

    private static PathSample straight(double[] times, Tensor source, Tensor data) {
        Tensor velocity = data.minus(source);
        return new PathSample(times, source.plus(velocity.timesRows(times)), velocity);
    }

    private PathSample curved(double[] times, Tensor source, Tensor data) {
        double[][] at = Arrays.stream(times).mapToObj(course::at).toArray(double[][]::new);
        return new PathSample(times, mixed(at, 0, source, data), mixed(at, 2, source, data));
    }

    /** The two points of each pair, multiplied by the factors from {@code first} on. */
    private static Tensor mixed(double[][] factors, int first, Tensor source, Tensor data) {
        return source.timesRows(
                        Arrays.stream(factors).mapToDouble(row -> row[first]).toArray())
                .plus(data.timesRows(Arrays.stream(factors)
                        .mapToDouble(row -> row[first + 1])
                        .toArray()));
    }

    /** The name of the paper's path in checkpoints. */
    @Override
    public Map<String, Object> description() {
        return equals(Interpolant.straight(sigma))
                ? Map.of("type", "Straight", "sigma", sigma)
                : Interpolant.super.description();
    }
}
