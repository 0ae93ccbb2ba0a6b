package org.energymatching.nn.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.energymatching.nn.ParameterSpec;

/** Arrays that could have been trained: kernels that keep the size of values, variances above zero. */
final class TrainedWeights {

    private TrainedWeights() {}

    static Map<String, float[]> draw(List<ParameterSpec> specs, RandomGenerator random) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            float[] values = new float[spec.shape().length()];
            double scale =
                    spec.shape().rank() > 1 ? Math.sqrt(2.0 / spec.shape().row().size()) : 0.1;
            double mean = spec.name().endsWith("running_var") || isGain(spec) ? 1 : 0;
            for (int at = 0; at < values.length; at++) {
                values[at] = (float) (mean + scale * random.nextDouble(-1, 1));
            }
            weights.put(spec.name(), values);
        }
        return weights;
    }

    private static boolean isGain(ParameterSpec spec) {
        return spec.shape().rank() == 1 && spec.name().endsWith(".weight");
    }
}
