package org.energymatching.nn.feature;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.StateDictDifference;

/** The weights of a feature network as a file holds them: checked, and rid of what only training needs. */
final class FeatureWeights {

    private FeatureWeights() {}

    /**
     * The arrays as parameters; an error that counts and names what is missing, foreign or misshapen.
     *
     * @param network what it is called in the error
     * @param likelyCause what the error ends in: a sentence or two about where other weights came from
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
