package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.energymatching.checkpoint.SafeTensors;
import org.energymatching.checkpoint.TorchArchive;
import org.energymatching.checkpoint.TorchTensor;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Weights in a file of {@code torch.save}, or of {@code em export}.
 *
 * @param path the file
 * @param sets the sets of weights that it holds
 * @param step how many steps it was trained, or 0
 * @param optimizer the optimizer's part of a file of PyTorch, or null
 * @param config the configuration that {@code em export} wrote into it, or null
 * @param remarks what the user should know of how it was read
 */
record WeightFile(
        Path path,
        Map<WeightSet, StateDict> sets,
        long step,
        @Nullable Object optimizer,
        @Nullable String config,
        List<String> remarks) {

    /** The keys of the metadata of {@code em export}. */
    static final String CONFIG = "config";

    static final String STEP = "step";

    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

    /**
     * Named arrays.
     *
     * @param shapes by name, in the order of the file
     * @param values reads the numbers
     */
    record StateDict(Map<String, Shape> shapes, Supplier<Map<String, float[]>> values) {

        static StateDict of(Map<String, SafeTensors.Entry> entries) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            entries.forEach((name, entry) -> shapes.put(name, entry.shape()));
            return new StateDict(shapes, () -> arrays(entries));
        }

        static StateDict in(TorchArchive archive, String... place) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            archive.tensors(place).forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            return new StateDict(shapes, () -> arrays(archive.stateDict(place)));
        }

        private static Map<String, float[]> arrays(Map<String, SafeTensors.Entry> entries) {
            Map<String, float[]> arrays = new LinkedHashMap<>();
            entries.forEach((name, entry) -> arrays.put(name, entry.values()));
            return arrays;
        }
    }

    /** Reads everything but the numbers. */
    static WeightFile open(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")
                ? exported(path, SafeTensors.read(path))
                : released(path, TorchArchive.read(path));
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

    /** The error of a file whose contents make no configuration. */
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
        return new WeightFile(path, both(all), step, null, file.metadata().get(CONFIG), List.copyOf(remarks));
    }

    private static WeightFile released(Path path, TorchArchive archive) {
        Map<?, ?> root = archive.root() instanceof Map<?, ?> map ? map : Map.of();
        List<String> remarks = new ArrayList<>();
        Map<WeightSet, StateDict> sets = new EnumMap<>(WeightSet.class);
        for (WeightSet set : WeightSet.values()) {
            if (root.containsKey(set.key)) {
                sets.put(set, StateDict.in(unwrapped(archive, remarks, set.key), set.key));
            }
        }
        long step = step(root.get(STEP), remarks);
        if (sets.isEmpty()) {
            requireTensors(path, root);
            sets = both(StateDict.in(unwrapped(archive, remarks)));
            remarks.add("The file holds one set of weights, which is taken for both.");
        }
        return new WeightFile(path, sets, step, root.get("optim"), null, List.copyOf(remarks));
    }

    private static Map<WeightSet, StateDict> both(StateDict all) {
        return Map.of(WeightSet.EMA, all, WeightSet.NET, all);
    }

    private static void requireTensors(Path path, Map<?, ?> root) {
        if (root.isEmpty() || !root.values().stream().allMatch(TorchTensor.class::isInstance)) {
            List<String> keys = root.keySet().stream()
                    .map(key -> key + (root.get(key) instanceof Map ? " (a dictionary)" : ""))
                    .limit(10)
                    .toList();
            throw new DataException(
                    path + " holds no weights where they are looked for, but "
                            + (keys.isEmpty() ? "no dictionary at all" : String.join(", ", keys)) + ".",
                    "Weights stand under net_model and ema_model, or are all that the file holds.",
                    "Save the state dict alone, as Python's torch.save(checkpoint['state_dict'], 'weights.pt') does.");
        }
    }

    /** The names as the network itself has them, where all begin with what a wrapper adds. */
    private static TorchArchive unwrapped(TorchArchive archive, List<String> remarks, String... place) {
        Set<String> names = archive.tensors(place).keySet();
        for (String prefix : WRAPPERS) {
            if (!names.isEmpty() && names.stream().allMatch(name -> name.startsWith(prefix))) {
                String remark = "All names begin with '" + prefix + "', which was taken off.";
                if (!remarks.contains(remark)) {
                    remarks.add(remark);
                }
                return archive.withoutPrefix(prefix);
            }
        }
        return archive;
    }

    private static long step(@Nullable Object told, List<String> remarks) {
        if (told != null && String.valueOf(told).matches("\\d{1,15}")) {
            return Long.parseLong(String.valueOf(told));
        }
        remarks.add("The file does not tell how many steps it was trained; it counts as 0.");
        return 0;
    }
}
