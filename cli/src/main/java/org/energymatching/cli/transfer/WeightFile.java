package org.energymatching.cli.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.energymatching.checkpoint.file.SafeTensors;
import org.energymatching.checkpoint.file.TorchArchive;
import org.energymatching.checkpoint.file.TorchTensor;
import org.energymatching.checkpoint.file.Unmade;
import org.energymatching.checkpoint.file.WrappedNames;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Weights in a file of {@code torch.save}, or of {@code em export}.
 *
 * @param path the file
 * @param sets the sets of weights that it holds
 * @param step the number of steps of its training, or 0
 * @param optimizer the optimizer's part of a file of PyTorch, or null
 * @param config the configuration that {@code em export} wrote into it, or null
 * @param metadata all but the weights in a file of {@code em export}
 * @param remarks messages for the user on how it was read
 */
record WeightFile(
        Path path,
        Map<WeightSet, StateDict> sets,
        long step,
        @Nullable Object optimizer,
        @Nullable String config,
        Map<String, String> metadata,
        List<String> remarks) {

    /** The keys of the metadata of {@code em export}. */
    static final String CONFIG = "config";

    static final String STEP = "step";

    /** The largest depth in a file at which state dicts are searched for. */
    private static final int DEEPEST = 3;

    /**
     * Named arrays.
     *
     * @param shapes by name, in the order of the file
     * @param values reads the numbers
     */
    record StateDict(Map<String, Shape> shapes, Supplier<Map<String, float[]>> values) {

        static StateDict of(Map<String, SafeTensors.Entry> entries) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            WrappedNames.unwrapped(entries).forEach((name, entry) -> shapes.put(name, entry.shape()));
            return new StateDict(shapes, () -> arrays(entries));
        }

        static StateDict in(TorchArchive archive, String... place) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            WrappedNames.unwrapped(archive.tensors(place)).forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            return new StateDict(shapes, () -> arrays(archive.stateDict(place)));
        }

        private static Map<String, float[]> arrays(Map<String, SafeTensors.Entry> entries) {
            Map<String, float[]> arrays = new LinkedHashMap<>();
            WrappedNames.unwrapped(entries).forEach((name, entry) -> arrays.put(name, entry.values()));
            return arrays;
        }
    }

    /**
     * Reads everything but the numbers.
     *
     * @param key of the weights in a file of PyTorch: one key, or several separated by dots; null to search for them
     */
    static WeightFile open(Path path, @Nullable String key) {
        boolean safe = path.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors");
        if (safe && key != null) {
            throw new UsageException(
                    "--key was given for " + path + ".",
                    "A safetensors file holds one set of tensors, and no others inside.",
                    "Leave --key out.");
        }
        return safe ? exported(path, SafeTensors.read(path)) : released(path, TorchArchive.read(path), key);
    }

    /** The set of that name. */
    StateDict set(WeightSet wanted) {
        StateDict set = sets.get(wanted);
        if (set == null) {
            throw new DataException(
                    path + " has no " + wanted.key + ".",
                    "The " + wanted.words + " were asked for.",
                    "Take the other set, with --weights " + (wanted == WeightSet.EMA ? "net." : "ema."));
        }
        return set;
    }

    /** The error for a file whose contents do not give a configuration. */
    DataException unfit(UsageException cause) {
        return new DataException(
                path + " does not fit this program: " + cause.happened(),
                cause.expected(),
                "Choose another file, or use this one from Java, with ImagePotentialShapes.",
                cause);
    }

    private static WeightFile exported(Path path, SafeTensors file) {
        StateDict all = StateDict.of(file.tensors());
        List<String> remarks = new ArrayList<>();
        long step = step(file.metadata().get(STEP), remarks);
        remarks.add("The file holds one set of weights, which is taken for both.");
        tellPrefix(file.tensors().keySet(), remarks);
        return new WeightFile(
                path, both(all), step, null, file.metadata().get(CONFIG), file.metadata(), List.copyOf(remarks));
    }

    private static WeightFile released(Path path, TorchArchive archive, @Nullable String key) {
        Map<?, ?> root = archive.root() instanceof Map<?, ?> map ? map : Map.of();
        List<String> remarks = new ArrayList<>();
        Map<WeightSet, String[]> places = key != null ? both(place(root, key)) : places(path, root);
        Map<WeightSet, StateDict> sets = new EnumMap<>(WeightSet.class);
        places.forEach((set, place) -> {
            sets.put(set, StateDict.in(archive, place));
            tellPrefix(archive.tensors(place).keySet(), remarks);
        });
        if (sets.size() == 2 && places.get(WeightSet.EMA) == places.get(WeightSet.NET)) {
            remarks.add("The file holds one set of weights, which is taken for both.");
        }
        long step = step(root.get(STEP), remarks);
        List<String> unmade = root.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Unmade)
                .map(entry -> entry.getKey() + " (" + ((Unmade) entry.getValue()).name() + ")")
                .toList();
        if (!unmade.isEmpty()) {
            remarks.add("Passed over, as it is no tensor: " + String.join(", ", unmade) + ".");
        }
        return new WeightFile(path, sets, step, root.get("optim"), null, Map.of(), List.copyOf(remarks));
    }

    /** A single key, or the keys between its dots. */
    private static String[] place(Map<?, ?> root, String key) {
        return root.containsKey(key) ? new String[] {key} : key.split("\\.", -1);
    }

    /** Under the reference's keys; or the whole file; or the only dictionaries of tensors in it. */
    private static Map<WeightSet, String[]> places(Path path, Map<?, ?> root) {
        Map<WeightSet, String[]> places = new EnumMap<>(WeightSet.class);
        for (WeightSet set : WeightSet.values()) {
            if (root.containsKey(set.key)) {
                places.put(set, new String[] {set.key});
            }
        }
        if (!places.isEmpty()) {
            return places;
        }
        if (tensors(root) > 0) {
            return both(new String[0]);
        }
        Map<List<String>, Long> found = new LinkedHashMap<>();
        find(root, List.of(), found);
        List<List<String>> averaged =
                found.keySet().stream().filter(WeightFile::isAveraged).toList();
        List<List<String>> others =
                found.keySet().stream().filter(place -> !isAveraged(place)).toList();
        if (found.size() == 1) {
            return both(found.keySet().iterator().next().toArray(String[]::new));
        }
        if (averaged.size() == 1 && others.size() == 1) {
            return Map.of(
                    WeightSet.EMA, averaged.get(0).toArray(String[]::new),
                    WeightSet.NET, others.get(0).toArray(String[]::new));
        }
        throw ambiguous(path, root, found);
    }

    private static boolean isAveraged(List<String> place) {
        return place.stream().anyMatch(key -> key.toLowerCase(Locale.ROOT).contains("ema"));
    }

    private static long tensors(Map<?, ?> map) {
        return map.values().stream().filter(TorchTensor.class::isInstance).count();
    }

    /** The dictionaries of tensors inside; those of an optimizer have numbers as keys. */
    private static void find(Map<?, ?> map, List<String> place, Map<List<String>, Long> found) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner && !String.valueOf(key).matches("optim.*|.*optimizer.*|\\d+")) {
                List<String> deeper = new ArrayList<>(place);
                deeper.add(String.valueOf(key));
                if (tensors(inner) > 0) {
                    found.put(List.copyOf(deeper), tensors(inner));
                } else if (deeper.size() < DEEPEST) {
                    find(inner, deeper, found);
                }
            }
        });
    }

    private static DataException ambiguous(Path path, Map<?, ?> root, Map<List<String>, Long> found) {
        List<String> keys = found.isEmpty()
                ? root.keySet().stream()
                        .map(key -> key + (root.get(key) instanceof Map ? " (a dictionary)" : ""))
                        .limit(10)
                        .toList()
                : found.entrySet().stream()
                        .map(entry -> String.join(".", entry.getKey()) + " (" + entry.getValue() + " tensors)")
                        .limit(10)
                        .toList();
        return new DataException(
                path + (found.isEmpty() ? " holds no tensors, but " : " holds several sets of tensors: ")
                        + (keys.isEmpty() ? "no dictionary at all" : String.join(", ", keys)) + ".",
                "Weights stand under net_model and ema_model, or are the only tensors that the file holds.",
                found.isEmpty()
                        ? "Save the state dict alone, as Python's torch.save(model.state_dict(), 'weights.pt') does."
                        : "Name one of them with --key.");
    }

    private static void tellPrefix(Set<String> names, List<String> remarks) {
        String prefix = WrappedNames.prefix(names);
        String remark = "All names begin with '" + prefix + "', which was taken off.";
        if (!prefix.isEmpty() && !remarks.contains(remark)) {
            remarks.add(remark);
        }
    }

    private static <T> Map<WeightSet, T> both(T all) {
        return Map.of(WeightSet.EMA, all, WeightSet.NET, all);
    }

    private static long step(@Nullable Object told, List<String> remarks) {
        if (told != null && String.valueOf(told).matches("\\d{1,15}")) {
            return Long.parseLong(String.valueOf(told));
        }
        remarks.add("The file does not tell how many steps it was trained; it counts as 0.");
        return 0;
    }
}
