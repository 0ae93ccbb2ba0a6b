package org.energymatching.cli.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.data.Dataset;
import org.energymatching.data.file.Numbers;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.tensor.Rng;

/**
 * Whether chains remain at the data after they have reached them: whether a potential's equilibrium is the data's density, as far
 * as the chains were followed.
 *
 * @param best the time of the least distance
 * @param least the least distance
 * @param last the last time
 * @param there the distance at the last time
 * @param noise the random variation of distances between equal distributions
 * @param followed whether the chains were followed to twice the best time at least, which a conclusion requires
 */
public record EquilibriumCheck(double best, double least, double last, double there, double noise, boolean followed) {

    private static final int SHUFFLES = 8;

    /** Computes it from the distances at increasing times. */
    public static EquilibriumCheck of(List<Double> times, List<Double> distances, double noise) {
        int best = IntStream.range(0, times.size())
                .reduce((i, j) -> distances.get(j) < distances.get(i) ? j : i)
                .orElseThrow();
        // The first distance within the noise of the least one, not the smallest one by chance.
        int first = IntStream.range(0, times.size())
                .filter(i -> distances.get(i) <= distances.get(best) + noise)
                .findFirst()
                .orElse(best);
        int last = times.size() - 1;
        return new EquilibriumCheck(
                times.get(first),
                distances.get(best),
                times.get(last),
                distances.get(last),
                noise,
                times.get(last) >= 2 * times.get(first));
    }

    /** Whether the last distance is the least one, up to noise. */
    boolean held() {
        return there <= least + noise;
    }

    /** In a sentence or two; empty if chains were not followed for long enough. */
    public String text() {
        if (!followed) {
            return "";
        }
        return held()
                ? Numbers.format(
                        "From t = %s on the distance stays within %.2g of its least: samples are as good at any later time, up to t = %s.",
                        Numbers.brief(best), noise, Numbers.brief(last))
                : Numbers.format(
                        "Equilibrium is not the data's density: from %.3g near t = %s the distance grows to %.3g at t = %s, by more than"
                                + " its noise of %.2g. Sample near that time, or train with losses of the density"
                                + " (docs/equilibrium.md).",
                        least, Numbers.brief(best), there, Numbers.brief(last), noise);
    }

    /** The largest energy distance between two halves of all these rows, shuffled some times. */
    public static double noise(Samples one, Samples other) {
        int n = Math.min(one.rows(), other.rows());
        Dataset both = new Dataset(Samples.concat(List.of(one.slice(0, n), other.slice(0, n))));
        return Arrays.stream(IntStream.range(0, SHUFFLES)
                        .mapToDouble(i -> {
                            Samples shuffled = both.batch(0, 2 * n, Rng.of(i).stream("halves"));
                            return Math.abs(EnergyDistance.between(shuffled.slice(0, n), shuffled.slice(n, 2 * n)));
                        })
                        .toArray())
                .max()
                .orElse(0);
    }
}
