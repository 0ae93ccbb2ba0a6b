package org.energymatching.data.schema;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.error.UsageException;

/**
 * The quantile transform to a standard normal: z = Φ⁻¹(F(y)), with a piecewise linear F.
 *
 * <pre>
 * F(y) = P_k + (P_{k+1} - P_k) (y - y_k) / (y_{k+1} - y_k)        y_k ≤ y ≤ y_{k+1}
 * z    = z_0 + (y - y_0) / scale,  z_K + (y - y_K) / scale        below and above all knots: Gaussian tails
 * dz/dy = F'(y) / φ(z)                                            its slope
 * </pre>
 *
 * <p>An atom, a value that many rows share, has its own knots at half a step below and above it: distributed evenly over that
 * cell, it has a uniform distribution over its interval of quantiles, and is decoded exactly.
 *
 * @param knots y_k, in ascending order
 * @param levels P_k, in ascending order, from 0 to 1; above 0 and below 1 at an end with a tail
 * @param scale of the tails, in the column's units
 */
public record QuantileNormal(double[] knots, double[] levels, double scale) implements Transform {

    /** Checks that knots and levels increase. */
    public QuantileNormal {
        boolean rising = knots.length == levels.length && knots.length > 1 && levels[0] >= 0;
        for (int k = 1; rising && k < knots.length; k++) {
            rising = knots[k] > knots[k - 1] && levels[k] > levels[k - 1];
        }
        if (!rising || levels[levels.length - 1] > 1 || !(scale > 0)) {
            throw new UsageException(
                    "A distribution function has " + knots.length + " knots, " + levels.length
                            + " levels and the scale " + scale + ".",
                    "There are two knots or more, as many levels, both rising, levels from 0 to 1, and a scale above zero.",
                    "Use one as fitted.");
        }
    }

    @Override
    public double forward(double y) {
        int last = knots.length - 1;
        if (y < knots[0]) {
            return Normal.quantile(levels[0]) + (y - knots[0]) / scale;
        }
        if (y > knots[last]) {
            return Normal.quantile(levels[last]) + (y - knots[last]) / scale;
        }
        int k = piece(knots, y);
        return Normal.quantile(levels[k] + (levels[k + 1] - levels[k]) * (y - knots[k]) / (knots[k + 1] - knots[k]));
    }

    @Override
    public double inverse(double z) {
        double p = Normal.probability(z);
        int last = knots.length - 1;
        if (p < levels[0]) {
            return knots[0] + (z - Normal.quantile(levels[0])) * scale;
        }
        if (p > levels[last]) {
            return knots[last] + (z - Normal.quantile(levels[last])) * scale;
        }
        int k = piece(levels, p);
        return knots[k] + (knots[k + 1] - knots[k]) * (p - levels[k]) / (levels[k + 1] - levels[k]);
    }

    @Override
    public double logSlope(double y) {
        if (y < knots[0] || y > knots[knots.length - 1]) {
            return -Math.log(scale);
        }
        int k = piece(knots, y);
        return Math.log((levels[k + 1] - levels[k]) / (knots[k + 1] - knots[k])) - Normal.logDensity(forward(y));
    }

    /** The interval of knots that a value between the ends is in. */
    private static int piece(double[] rising, double value) {
        int found = Arrays.binarySearch(rising, value);
        int k = found >= 0 ? found : -found - 2;
        return Math.min(k, rising.length - 2);
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "quantile-normal");
        description.put("knots", Arrays.stream(knots).boxed().toList());
        description.put("levels", Arrays.stream(levels).boxed().toList());
        description.put("scale", scale);
        return description;
    }

    static QuantileNormal from(Fields fields) {
        return new QuantileNormal(fields.numbers("knots"), fields.numbers("levels"), fields.number("scale"));
    }
}
