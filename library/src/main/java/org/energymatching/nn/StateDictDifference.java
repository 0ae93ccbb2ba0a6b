package org.energymatching.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * The difference of the tensors of a file from those of an architecture; weights are accepted only if all fit.
 *
 * @param wanted the number of tensors of the architecture
 * @param found the number of tensors of the file
 * @param missing names that the file lacks
 * @param unknown names of the file that the architecture lacks
 * @param reshaped names with another shape in the file, with both shapes
 */
public record StateDictDifference(
        int wanted, int found, List<String> missing, List<String> unknown, List<String> reshaped) {

    private static final int SHOWN = 5;

    public StateDictDifference {
        missing = List.copyOf(missing);
        unknown = List.copyOf(unknown);
        reshaped = List.copyOf(reshaped);
    }

    /** Compares names and shapes; the order does not matter. */
    public static StateDictDifference between(List<ParameterSpec> wanted, Map<String, Shape> found) {
        Map<String, Shape> specs = new LinkedHashMap<>();
        wanted.forEach(spec -> specs.put(spec.name(), spec.shape()));
        return new StateDictDifference(
                specs.size(),
                found.size(),
                specs.keySet().stream().filter(name -> !found.containsKey(name)).toList(),
                found.keySet().stream().filter(name -> !specs.containsKey(name)).toList(),
                specs.entrySet().stream()
                        .filter(spec -> found.containsKey(spec.getKey()))
                        .filter(spec -> !spec.getValue().equals(found.get(spec.getKey())))
                        .map(spec ->
                                spec.getKey() + " is " + found.get(spec.getKey()) + " in place of " + spec.getValue())
                        .toList());
    }

    /** Compares names and sizes of arrays whose shapes are not known. */
    public static StateDictDifference ofValues(List<ParameterSpec> wanted, Map<String, float[]> values) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        values.forEach((name, array) -> shapes.put(name, Shape.of(array.length)));
        for (ParameterSpec spec : wanted) {
            shapes.computeIfPresent(
                    spec.name(), (name, flat) -> flat.size() == spec.shape().size() ? spec.shape() : flat);
        }
        return between(wanted, shapes);
    }

    /** Whether the file has every tensor in its shape, and no other. */
    public boolean isNone() {
        return missing.isEmpty() && unknown.isEmpty() && reshaped.isEmpty();
    }

    /**
     * The error about it: counts, the first five names, and the likely cause.
     *
     * @param origin the source of the tensors
     * @param cause the likely cause and the remedy, as one sentence
     */
    public DataException error(String origin, String cause) {
        List<String> names = Stream.of(
                        reshaped.stream(),
                        missing.stream().map(name -> name + " is missing"),
                        unknown.stream().map(name -> name + " is not wanted"))
                .flatMap(part -> part)
                .toList();
        String others = names.size() > SHOWN ? ", and " + (names.size() - SHOWN) + " more" : "";
        return new DataException(
                origin + " does not fit the network: of " + wanted + " tensors that it wants, " + missing.size()
                        + " are missing and " + reshaped.size() + " have another shape; of " + found + " found, "
                        + unknown.size() + " are not wanted. "
                        + String.join("; ", names.subList(0, Math.min(SHOWN, names.size()))) + others + ".",
                "Every tensor of the network is there by its name and in its shape, and no other: nothing is loaded in part.",
                cause);
    }
}
