package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.energymatching.data.ImageSet;
import org.energymatching.data.NpyImages;
import org.energymatching.tensor.Shape;

/** A recipe and pictures that a network is trained on in a second or two, and badly. */
record ImageBench(Workbench bench) {

    static final int IMAGES = 60;

    private static final String TINY = """
            name: tiny
            data: {kind: images, holdout: 0.2}
            network:
              kind: image
              unet: {width: 32, multipliers: [1], blocks: 1, attention: [], headChannels: 0, dropout: 0}
              head: {kind: perceptron, widths: [8]}
              scale: 1
            temperature: {tauStar: 1, epsilonMax: 0.01}
            contrast: {lambda: 1e-3, langevinSteps: 3, stepSize: 0.02, tauStar: 1, pixels: true}
            batchSize: 8
            shardRows: 4
            sampling: {time: 1.5, step: 0.25}
            phases:
              - {name: warm-up, steps: 10, emaDecay: 0.5}
              - {name: joint, steps: 2, contrast: true}
            """;

    Path recipe() {
        return bench.write("tiny.yaml", TINY);
    }

    /** Pictures of 8 by 8 pixels: a bright square somewhere on dark noise. */
    Path squares(String name, int channels) {
        Random random = new Random(channels);
        byte[][] pixels = new byte[IMAGES][channels * 64];
        for (byte[] image : pixels) {
            int left = random.nextInt(4);
            int top = random.nextInt(4);
            IntUnaryOperator level = i ->
                    i % 8 / 4 == left / 2 && i / 8 % 8 / 4 == top / 2 ? 200 + random.nextInt(56) : random.nextInt(40);
            for (int i = 0; i < image.length; i++) {
                image[i] = (byte) level.applyAsInt(i);
            }
        }
        Path file = bench.path(name);
        NpyImages.write(file, new ImageSet(pixels, Shape.of(channels, 8, 8)));
        return file;
    }
}
