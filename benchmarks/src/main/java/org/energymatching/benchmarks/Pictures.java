package org.energymatching.benchmarks;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.energymatching.data.image.ImageData;
import org.energymatching.data.image.ImageReading;
import org.energymatching.data.image.Images;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;

/** How many pictures of 3x32x32 a second are read from a folder, and how many go into the mini-batches of training. */
public final class Pictures {

    private static final int MADE = 10_000;
    private static final int SIDE = 32;
    private static final int BATCH = 128;
    private static final double SECONDS = 5;

    private Pictures() {}

    /** Measures the pictures of the folder that is the first argument; without one, of {@value MADE} that are made. */
    public static void main(String[] args) throws IOException {
        if (args.length > 0) {
            measure(Path.of(args[0]));
            return;
        }
        try (Temporary made = Temporary.folder()) {
            make(made.path());
            measure(made.path());
        }
    }

    private static void measure(Path folder) {
        long begun = System.nanoTime();
        Images read = Images.read(folder, ImageReading.of(3, SIDE, SIDE));
        int count = read.set().count();
        System.out.printf(Locale.ROOT, "read: %d pictures, %.0f a second%n", count, count / seconds(begun));
        ImageData data = new ImageData(read.set(), true);
        Rng rng = Rng.of(0);
        long step = 0;
        for (begun = System.nanoTime(); seconds(begun) < SECONDS; step++) {
            try (Scope scope = Scope.open()) {
                data.batch(step, BATCH, rng).tensor(Device.cpu());
            }
        }
        System.out.printf(
                Locale.ROOT, "mini-batches of %d: %.0f pictures a second%n", BATCH, step * BATCH / seconds(begun));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }

    /** Pictures of one colour, with noise in the lower half of its bits. */
    private static void make(Path folder) throws IOException {
        RandomGenerator rng = Rng.of(1);
        for (int i = 0; i < MADE; i++) {
            BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            int colour = rng.nextInt(1 << 24);
            for (int at = 0; at < SIDE * SIDE; at++) {
                colour = (colour & 0xf0f0f0) | (rng.nextInt(1 << 24) & 0x0f0f0f);
                picture.setRGB(at % SIDE, at / SIDE, colour);
            }
            ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
        }
    }
}
