package org.energymatching.data.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The logit between two bounds, standardised.
 *
 * <pre>
 * z = (log((y - low) / (high - y)) - mean) / scale
 * </pre>
 *
 * @param low which y does not reach
 * @param high which y does not reach
 * @param then standardises the logit
 */
public record Logit(double low, double high, Standardised then) implements Transform {

    /** The transform of values that are not at a bound. */
    static Logit fit(double[] values, double low, double high) {
        double[] logits = DoubleStream.of(values).map(y -> logit(y, low, high)).toArray();
        return new Logit(low, high, Standardised.fit(logits));
    }

    private static double logit(double y, double low, double high) {
        return Math.log((y - low) / (high - y));
    }

    @Override
    public double forward(double y) {
        return then.forward(logit(y, low, high));
    }

    @Override
    public double inverse(double z) {
        double logit = then.inverse(z);
        return logit < 0
                ? low + (high - low) * Math.exp(logit) / (1 + Math.exp(logit))
                : high - (high - low) * Math.exp(-logit) / (1 + Math.exp(-logit));
    }

    @Override
    public double logSlope(double y) {
        return then.logSlope(y) + Math.log(high - low) - Math.log(y - low) - Math.log(high - y);
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "logit");
        description.put("low", low);
        description.put("high", high);
        description.put("then", then.description());
        return description;
    }

    static Logit from(Fields fields) {
        return new Logit(fields.number("low"), fields.number("high"), Standardised.from(fields.fields("then")));
    }
}
