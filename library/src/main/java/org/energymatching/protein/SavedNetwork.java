package org.energymatching.protein;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.energymatching.checkpoint.file.SafeTensors;
import org.energymatching.checkpoint.file.TorchArchive;
import org.energymatching.checkpoint.file.WrappedNames;
import org.energymatching.error.DataException;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The weights of one network in a file: of {@code torch.save}, at the root or under {@code state_dict}, or a {@code .safetensors}
 * file of this library that also holds the alphabet and the length.
 *
 * @param path the file
 * @param weights by their names in the network
 * @param metadata the other entries of the file
 */
record SavedNetwork(Path path, Map<String, SafeTensors.Entry> weights, Map<String, String> metadata) {

    private static final String STATE_DICT = "state_dict";
    private static final String ALPHABET = "alphabet";

    static SavedNetwork read(Path path) {
        if (path.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")) {
            SafeTensors file = SafeTensors.read(path);
            return new SavedNetwork(path, WrappedNames.unwrapped(file.tensors()), file.metadata());
        }
        TorchArchive archive = TorchArchive.read(path).withoutPrefix("predictor.");
        boolean nested = archive.root() instanceof Map<?, ?> map && map.containsKey(STATE_DICT);
        Map<String, SafeTensors.Entry> weights = nested ? archive.stateDict(STATE_DICT) : archive.stateDict();
        return new SavedNetwork(path, WrappedNames.unwrapped(weights), Map.of());
    }

    /** Writes a network, atomically. */
    static void write(Path path, Parameters parameters, Alphabet alphabet, Map<String, Object> description) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "energy-matching");
        description.forEach((key, value) -> metadata.put(key, String.valueOf(value)));
        metadata.put(ALPHABET, alphabet.letters());
        SafeTensors.of(parameters.specs(), parameters.values(), metadata).write(path);
    }

    /** The alphabet in the file, or else this one. */
    Alphabet alphabet(@Nullable Alphabet given) {
        String letters = metadata.get(ALPHABET);
        if (given != null && letters != null && !given.letters().equals(letters)) {
            throw new DataException(
                    path + " was trained on the letters " + letters + ".",
                    "The letters " + given.letters() + " were asked for.",
                    "Leave the alphabet to the file, or choose another file.");
        }
        return letters != null ? new Alphabet(letters) : given != null ? given : Alphabet.protein();
    }

    /** A number in the file, or else this one. */
    int number(String key, int otherwise) {
        String value = metadata.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw new DataException(
                    path + " says that its " + key + " is '" + value + "'.",
                    "It is a whole number.",
                    "Restore the file from a copy; this one was changed by hand or damaged.");
        }
        return Integer.parseInt(value);
    }

    void requireLetters(Alphabet alphabet, int letters) {
        if (alphabet.size() != letters) {
            throw new DataException(
                    path + " is a network of " + letters + " letters.",
                    "The alphabet " + alphabet.letters() + " has " + alphabet.size() + ".",
                    "Name the alphabet that it was trained on.");
        }
    }

    Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        weights.forEach((name, entry) -> shapes.put(name, entry.shape()));
        return shapes;
    }

    Map<String, float[]> values() {
        return new SafeTensors(weights, Map.of()).values();
    }
}
