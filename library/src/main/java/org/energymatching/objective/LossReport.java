package org.energymatching.objective;

import java.util.Map;

/**
 * The value of a loss and its parts.
 *
 * @param total the sum of the parts
 * @param parts the value of each term, by name
 * @param measured the numbers that were observed while the loss was drawn
 */
public record LossReport(double total, Map<String, Double> parts, Map<String, Double> measured) {

    /** The report of these parts. */
    public static LossReport of(Map<String, Double> parts, Map<String, Double> measured) {
        return new LossReport(
                parts.values().stream().mapToDouble(Double::doubleValue).sum(), parts, measured);
    }
}
