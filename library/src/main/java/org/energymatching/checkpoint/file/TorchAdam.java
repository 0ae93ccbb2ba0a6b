package org.energymatching.checkpoint.file;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.energymatching.nn.ParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The moments of {@code torch.optim.Adam} in a file of {@code torch.save}: {@code state / i / exp_avg} and {@code exp_avg_sq}, where
 * i counts the parameters in the order of the network's state dict.
 *
 * <p>PyTorch keeps no moments for a parameter that never had a gradient, such as a bias that ∇V does not depend on; they are
 * zero here.
 */
public final class TorchAdam {

    private TorchAdam() {}

    /**
     * The moments in the order of {@code specs}, if there are any and they fit every parameter.
     *
     * @param optimizer the value under the optimizer's key in {@link TorchArchive#root}
     * @param names of the network's tensors in the order of the file
     */
    public static Optional<OptimizerState> moments(
            @Nullable Object optimizer, Set<String> names, List<ParameterSpec> specs) {
        if (!(optimizer instanceof Map<?, ?> parts)
                || !(parts.get("state") instanceof Map<?, ?> states)
                || states.isEmpty()) {
            return Optional.empty();
        }
        List<String> keys = keys(parts.get("param_groups"));
        if (keys.size() != names.size() || names.size() != specs.size() || !keys.containsAll(states.keySet())) {
            return Optional.empty();
        }
        Map<String, Object> byName = new LinkedHashMap<>();
        Iterator<String> key = keys.iterator();
        for (String name : names) {
            byName.put(name, states.get(key.next()) instanceof Map<?, ?> state ? state : Map.of());
        }
        return joined(byName, "exp_avg", specs)
                .flatMap(mean -> joined(byName, "exp_avg_sq", specs).map(square -> new OptimizerState(mean, square)));
    }

    /** The numbers of the parameters in the optimizer's groups, in their order. */
    private static List<String> keys(@Nullable Object groups) {
        List<String> keys = new ArrayList<>();
        if (groups instanceof List<?> list) {
            for (Object group : list) {
                if (group instanceof Map<?, ?> map && map.get("params") instanceof List<?> params) {
                    params.forEach(index -> keys.add(String.valueOf(index)));
                }
            }
        }
        return keys;
    }

    private static Optional<float[]> joined(Map<String, Object> states, String moment, List<ParameterSpec> specs) {
        long size = specs.stream().mapToLong(spec -> spec.shape().size()).sum();
        float[] all = new float[Math.toIntExact(size)];
        int offset = 0;
        for (ParameterSpec spec : specs) {
            if (!(states.get(spec.name()) instanceof Map<?, ?> state)) {
                return Optional.empty();
            }
            int length = spec.shape().length();
            if (!state.isEmpty()) {
                if (!(state.get(moment) instanceof TorchTensor tensor)
                        || !tensor.shape().equals(spec.shape())) {
                    return Optional.empty();
                }
                System.arraycopy(tensor.values(), 0, all, offset, length);
            }
            offset += length;
        }
        return Optional.of(all);
    }
}
