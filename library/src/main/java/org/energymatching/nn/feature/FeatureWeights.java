package org.energymatching.nn.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.energymatching.error.DataException;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;

/** The weights of a feature network as a file holds them: checked, and rid of what only training needs. */
final class FeatureWeights {

    private static final int NAMES = 5;

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
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        TreeSet<String> foreign = new TreeSet<>(kept.keySet());
        for (ParameterSpec spec : specs) {
            float[] values = kept.get(spec.name());
            foreign.remove(spec.name());
            if (values == null) {
                missing.add(spec.name());
            } else if (values.length != spec.shape().size()) {
                misshapen.add(spec.name() + " with " + values.length + " numbers for " + spec.shape());
            }
        }
        if (missing.isEmpty() && misshapen.isEmpty() && foreign.isEmpty()) {
            return Parameters.of(specs, kept);
        }
        List<String> faults = new ArrayList<>();
        addFault(faults, missing, "missing");
        addFault(faults, misshapen, "misshapen");
        addFault(faults, List.copyOf(foreign), "foreign");
        throw new DataException(
                "The weights do not fit " + network + ": " + String.join("; ", faults) + ".",
                network + " has " + specs.size() + " arrays, and the weights hold exactly these.",
                missing.size() == specs.size()
                        ? "None of the names is there, so this is another network: choose the file again."
                        : likelyCause);
    }

    private static void addFault(List<String> faults, List<String> names, String what) {
        if (!names.isEmpty()) {
            faults.add(names.size() + " " + what + " ("
                    + String.join(", ", names.subList(0, Math.min(NAMES, names.size())))
                    + (names.size() > NAMES ? ", …" : "") + ")");
        }
    }
}
