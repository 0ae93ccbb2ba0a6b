package org.energymatching.cli.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.Experiment;
import org.energymatching.data.image.ImageSet;
import org.energymatching.data.image.NpyImages;
import org.energymatching.tensor.Shape;
import org.energymatching.training.RunDirectory;

/** Pictures of a few pixels and runs of a few steps on them. */
public final class TinyPictures {

    private static final String RECIPE = """
            name: tiny
            source: standard-normal
            network:
              image:
                unet: {width: 32, multipliers: [1], blocks: 1, attention: [], headChannels: 0, dropout: 0}
                head: {mlp: {widths: [8]}}
                scale: 10
            optimizer: {learningRate: 1e-3}
            batchSize: 8
            shardRows: 8
            sampling: {kernel: heun, time: 1, step: 0.25}
            phases:
              - {name: warm-up, steps: 12, emaDecay: 0.5}
            data: {kind: images, holdout: 0.25}
            """;

    private TinyPictures() {}

    /** A run that was trained on a file of pictures; its report was not written. */
    public static Path run(Workbench bench, String name, Path data, String... overrides) {
        String recipe = bench.write("tiny.yaml", RECIPE).toString();
        RunConfig config = RunConfig.load(recipe, List.of(overrides), data);
        Path run = bench.path(name);
        Experiment.of(config).trainer(new RunDirectory(run)).fit();
        return run;
    }

    /** Bright blots before a dark ground, each at a place of its own. */
    public static ImageSet blots(int count, int channels, int side, long seed) {
        Random random = new Random(seed);
        byte[][] pixels = new byte[count][channels * side * side];
        for (byte[] picture : pixels) {
            double x = side * random.nextDouble(0.3, 0.7);
            double y = side * random.nextDouble(0.3, 0.7);
            for (int i = 0; i < picture.length; i++) {
                double square = Math.pow(i % side - x, 2) + Math.pow(i / side % side - y, 2);
                picture[i] = (byte) (int) (20 + 200 * Math.exp(-square / side));
            }
        }
        return new ImageSet(pixels, Shape.of(channels, side, side));
    }

    public static Path file(Workbench bench, String name, ImageSet images) {
        NpyImages.write(bench.path(name), images);
        return bench.path(name);
    }
}
