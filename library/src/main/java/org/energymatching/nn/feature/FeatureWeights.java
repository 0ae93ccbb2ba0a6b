package org.energymatching.nn.feature;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.StateDictDifference;

/** The weights of a feature network from a file, checked, and without arrays that only training needs. */
final class FeatureWeights {

    private FeatureWeights() {}

    /**
     * The arrays as parameters; an error that counts and names arrays that are missing, unknown or of another shape.
     *
     * @param network its name in the error
     * @param likelyCause the end of the error: a sentence or two about the origin of other weights
     */
    static Parameters read(
            String network, List<ParameterSpec> specs, Map<String, float[]> weights, String likelyCause) {
        Map<String, float[]> kept = new TreeMap<>(weights);
        kept.keySet().removeIf(name -> name.endsWith(".num_batches_tracked"));
        StateDictDifference difference = StateDictDifference.ofValues(specs, kept);
        if (!difference.isNone()) {
            throw difference.error(
                    "The state dict for " + network,
                    difference.missing().size() == specs.size()
                            ? "None of the names is there, so this is another network: choose the file again."
                            : likelyCause);
        }
        return Parameters.of(specs, kept);
    }
}
