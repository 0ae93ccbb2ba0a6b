package org.energymatching.objective;

import java.util.Map;

/**
 * What a loss came to.
 *
 * @param total the sum of the parts
 * @param parts the value of each term, by name
 * @param measured what was seen while it was drawn
 */
public record LossReport(double total, Map<String, Double> parts, Map<String, Double> measured) {

    /** The report of these parts. */
    public static LossReport of(Map<String, Double> parts, Map<String, Double> measured) {
        return new LossReport(
                parts.values().stream().mapToDouble(Double::doubleValue).sum(), parts, measured);
    }
}
