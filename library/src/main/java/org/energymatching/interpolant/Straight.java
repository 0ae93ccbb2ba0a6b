package org.energymatching.interpolant;

import java.util.Arrays;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/** {@link Interpolant#straight}. */
record Straight(double sigma) implements Interpolant {

    Straight {
        if (!(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "The path noise sigma is " + sigma + ".",
                    "σ is a finite number, zero or more.",
                    "Choose for example 0.1, or 0 for points exactly on the line.");
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
        Arrays.setAll(times, row -> time.at(row).nextFloat());
        Tensor velocity = data.minus(source);
        Tensor line = source.plus(velocity.timesRows(times));
        Tensor position = sigma == 0
                ? line
                : line.plusScaled(Noise.normal(rng.stream("noise"), 0, data.shape(), data.device()), sigma);
        return new PathSample(times, position, velocity);
    }
}
