package org.energymatching.data.schema;

import java.util.Map;
import org.energymatching.description.SelfDescribing;

/** An increasing map of a number y, in a column's own units, to z, of about zero mean and unit scale. */
public sealed interface Transform extends SelfDescribing permits Standardised, LogDistance, Logit, QuantileNormal {

    /** z(y). */
    double forward(double y);

    /** y(z). */
    double inverse(double z);

    /** log dz/dy at y. */
    double logSlope(double y);

    /** Its name and parameters, for checkpoints. */
    @Override
    Map<String, Object> description();

    /**
     * The transform of a description.
     *
     * @throws org.energymatching.error.DataException if it is not a description of a transform
     */
    static Transform from(Map<?, ?> description) {
        Fields fields = new Fields(description);
        return switch (fields.word("type")) {
            case "standardised" -> Standardised.from(fields);
            case "log-distance" -> LogDistance.from(fields);
            case "logit" -> Logit.from(fields);
            case "quantile-normal" -> QuantileNormal.from(fields);
            default -> throw Fields.unfit(fields.word("type"), "a transform");
        };
    }
}
