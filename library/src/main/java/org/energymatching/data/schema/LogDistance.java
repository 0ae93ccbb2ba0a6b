package org.energymatching.data.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The logarithm of the distance to a bound, standardised; it increases on either side.
 *
 * <pre>
 * z = (log(y - bound) - mean) / scale            above the bound
 * z = (-log(bound - y) - mean) / scale           below it
 * </pre>
 *
 * @param bound which y does not reach
 * @param above whether y is above it
 * @param then standardises the logarithm
 */
public record LogDistance(double bound, boolean above, Standardised then) implements Transform {

    /** The transform of values that are not at the bound. */
    static LogDistance fit(double[] values, double bound, boolean above) {
        double[] logs = DoubleStream.of(values).map(y -> log(y, bound, above)).toArray();
        return new LogDistance(bound, above, Standardised.fit(logs));
    }

    private static double log(double y, double bound, boolean above) {
        return above ? Math.log(y - bound) : -Math.log(bound - y);
    }

    @Override
    public double forward(double y) {
        return then.forward(log(y, bound, above));
    }

    @Override
    public double inverse(double z) {
        double log = then.inverse(z);
        return above ? bound + Math.exp(log) : bound - Math.exp(-log);
    }

    @Override
    public double logSlope(double y) {
        return then.logSlope(y) - Math.log(Math.abs(y - bound));
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "log-distance");
        description.put("bound", bound);
        description.put("above", above);
        description.put("then", then.description());
        return description;
    }

    static LogDistance from(Fields fields) {
        return new LogDistance(
                fields.number("bound"),
                Boolean.parseBoolean(fields.word("above")),
                Standardised.from(fields.fields("then")));
    }
}
