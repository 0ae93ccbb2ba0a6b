package org.energymatching.data.schema;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.error.UsageException;

/**
 * Standardisation: z = (y - mean) / scale.
 *
 * @param mean in the column's units
 * @param scale above zero, in the column's units
 */
public record Standardised(double mean, double scale) implements Transform {

    /** Checks the scale. */
    public Standardised {
        if (!(Double.isFinite(mean) && scale > 0 && Double.isFinite(scale))) {
            throw new UsageException(
                    "A column has the mean " + mean + " and the scale " + scale + ".",
                    "Both are finite, and the scale is above zero.",
                    "Leave the column out, or give it in another unit.");
        }
    }

    /**
     * The standardisation of values, each distributed evenly over its cell: scale² = Σ(y - mean)²/n + step²/12.
     *
     * @param values one or more
     * @param step the width of a cell
     */
    static Standardised fit(double[] values, double step) {
        double first = values[0];
        double mean =
                first + Arrays.stream(values).map(y -> y - first).average().orElse(0);
        double variance = Arrays.stream(values)
                .map(y -> (y - mean) * (y - mean))
                .average()
                .orElse(0);
        return new Standardised(mean, Math.sqrt(variance + step * step / 12));
    }

    /** The transform of values without a resolution; 1 is taken for it where all of them are the same. */
    static Standardised fit(double[] values) {
        boolean constant = Arrays.stream(values).allMatch(value -> value == values[0]);
        return fit(values, constant ? 1 : 0);
    }

    @Override
    public double forward(double y) {
        return (y - mean) / scale;
    }

    @Override
    public double inverse(double z) {
        return mean + scale * z;
    }

    @Override
    public double logSlope(double y) {
        return -Math.log(scale);
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "standardised");
        description.put("mean", mean);
        description.put("scale", scale);
        return description;
    }

    static Standardised from(Fields fields) {
        return new Standardised(fields.number("mean"), fields.number("scale"));
    }
}
