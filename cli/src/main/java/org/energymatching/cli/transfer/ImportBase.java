package org.energymatching.cli.transfer;

import java.util.List;
import java.util.function.Function;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.network.ImageNetworkConfig;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The base of an imported configuration: a recipe, the configuration inside the file, or almost nothing.
 *
 * @param origin its name for people
 * @param complete whether it has what tensors do not show
 * @param alone the configuration without any settings
 * @param with the configuration with {@code key=value} settings on top
 */
record ImportBase(String origin, boolean complete, RunConfig alone, Function<List<String>, RunConfig> with) {

    static ImportBase of(WeightFile file, @Nullable String recipe) {
        String inside = file.config();
        if (recipe != null) {
            return of("recipe " + recipe, true, settings -> RunConfig.load(recipe, settings));
        }
        if (inside != null) {
            String origin = file.path().toString();
            try {
                return of("the file's configuration", true, settings -> RunConfig.parse(inside, origin, settings));
            } catch (UsageException unreadable) {
                throw file.unfit(unreadable);
            }
        }
        String bare = Numbers.format(
                "{name: imported, data: {kind: images}, network: image, phases: [{name: imported, steps: %d}]}",
                Math.max(1, Math.min(file.step(), Integer.MAX_VALUE)));
        return of("default", false, settings -> RunConfig.parse(bare, "em import", settings));
    }

    private static ImportBase of(String origin, boolean complete, Function<List<String>, RunConfig> with) {
        RunConfig alone = with.apply(List.of());
        if (!(alone.network() instanceof ImageNetworkConfig)) {
            throw new UsageException(
                    "The network of " + origin + " is none for images.",
                    "Weights of image potentials are imported.",
                    "Choose a recipe on pictures, such as cifar10, imagenet32, celeba or mnist.");
        }
        return new ImportBase(origin, complete, alone, with);
    }
}
