package org.energymatching.density;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * A weighted sum of densities of any kind, p(x) = Σ s_k p_k(x).
 *
 * @param shares s_k, none negative; their sum is 1
 * @param parts p_k, all of one shape
 */
public record Mixed(double[] shares, List<Density> parts) implements Density {

    /** Checks the shares and the shapes. */
    public Mixed {
        parts = List.copyOf(parts);
        long shapes = parts.stream().map(Density::shape).distinct().count();
        if (shapes != 1
                || shares.length != parts.size()
                || Arrays.stream(shares).anyMatch(s -> !(s >= 0))
                || Math.abs(Arrays.stream(shares).sum() - 1) > 1e-9) {
            throw new UsageException(
                    parts.size() + " densities of " + shapes + " different shapes came with the shares "
                            + Arrays.toString(shares) + ".",
                    "There is a share for each density, none is negative and they sum to 1; all have one shape.",
                    "Divide the shares by their sum.");
        }
    }

    @Override
    public Shape shape() {
        return parts.get(0).shape();
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        double left = rng.nextDouble();
        int k = 0;
        while (k < shares.length - 1 && left >= shares[k]) {
            left -= shares[k++];
        }
        parts.get(k).draw(rng, out, offset);
    }

    @Override
    public double[] logDensities(Samples x) {
        double[][] each = parts.stream().map(part -> part.logDensities(x)).toArray(double[][]::new);
        double[] terms = new double[shares.length];
        return IntStream.range(0, x.rows())
                .mapToDouble(i -> {
                    Arrays.setAll(terms, k -> Math.log(shares[k]) + each[k][i]);
                    return LogSum.of(terms);
                })
                .toArray();
    }
}
