package org.energymatching.checkpoint.file;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.error.DataException;
import org.energymatching.nn.ParameterSpec;

/**
 * The moments of Adam: one number per parameter, all parameters one after another.
 *
 * @param mean the decayed mean of the gradients
 * @param square the decayed mean of their squares
 */
public record OptimizerState(float[] mean, float[] square) {

    /**
     * Refuses moments that are not those of these parameters.
     *
     * @param folder they come from
     */
    public void requireFor(List<ParameterSpec> parameters, Path folder) {
        long count = parameters.stream().mapToLong(spec -> spec.shape().size()).sum();
        if (mean.length != count || square.length != count) {
            throw new DataException(
                    "The checkpoint in " + folder + " holds " + mean.length + " and " + square.length
                            + " moments of the optimizer for " + count + " parameters.",
                    "There is one of either kind for each parameter.",
                    "Restore it from a copy, or delete its folder: the checkpoint before it is then the newest.");
        }
    }
}
