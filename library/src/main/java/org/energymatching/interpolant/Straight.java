package org.energymatching.interpolant;

import org.energymatching.Samples;
import org.energymatching.coupling.Pairs;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/** See {@link Interpolant#straight}. */
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
    public PathSample sample(Pairs pairs, Rng rng) {
        float[] x0 = pairs.source().values();
        float[] x1 = pairs.data().values();
        int rows = pairs.data().rows();
        int width = pairs.data().width();
        float[] times = new float[rows];
        float[] position = new float[x1.length];
        float[] velocity = new float[x1.length];
        for (int i = 0; i < rows; i++) {
            Rng row = rng.at(i);
            float t = row.nextFloat();
            times[i] = t;
            for (int j = i * width; j < (i + 1) * width; j++) {
                velocity[j] = x1[j] - x0[j];
                position[j] = (1 - t) * x0[j] + t * x1[j];
                if (sigma > 0) {
                    position[j] += (float) (sigma * row.nextGaussian());
                }
            }
        }
        return new PathSample(
                times,
                new Samples(position, pairs.data().shape()),
                new Samples(velocity, pairs.data().shape()));
    }
}
