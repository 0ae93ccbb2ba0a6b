package org.energymatching.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.energymatching.Samples;
import org.energymatching.cli.testing.TinyPictures;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.file.Npy;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measurements that cannot be, and steps that chains cannot take: each is refused with the way out, and nothing is written. */
class RestoreRefusalsTest {

    private static final int USAGE = 2;
    private static final int DATA = 3;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path days;
    private static Path rows;
    private static Path blots;
    private static Path pictures;
    private Map<String, String> before = Map.of();

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        days = bench.days("days.csv", 40);
        rows = bench.path("rows");
        bench.em("train", bench.table(), "--data", days, "--run", rows, "phases.warm-up.steps=1")
                .done();
        blots = TinyPictures.file(bench, "blots.npy", TinyPictures.blots(20, 1, 8, 3));
        pictures = TinyPictures.run(bench, "pictures", blots, "phases.warm-up.steps=1");
    }

    @BeforeEach
    void remember() {
        before = Workbench.contents(folder);
    }

    @AfterEach
    void nothingIsWritten() {
        assertThat(Workbench.contents(folder)).isEqualTo(before);
    }

    private static void refused(int code, List<String> contained, Path run, Path data, Object... words) {
        List<Object> all = new ArrayList<>(List.of("restore", run, "--data", data, "--simulate", "-n", 2));
        all.addAll(Arrays.asList(words));
        bench.refused(code, contained, all.toArray());
    }

    @Test
    void masksOfAnotherSize() throws IOException {
        Path mask = Files.createTempDirectory("mask").resolve("mask.png");
        ImageIO.write(new BufferedImage(6, 5, BufferedImage.TYPE_BYTE_GRAY), "png", mask.toFile());
        refused(
                DATA,
                List.of(mask.toString(), "5", "6", "8"),
                pictures,
                blots,
                "--operator",
                "inpaint:" + mask,
                "--noise",
                "0.1");
        refused(USAGE, List.of("box", "8"), pictures, blots, "--operator", "inpaint:box=4,4,6,6", "--noise", "0.1");
    }

    @Test
    void measurementsOutOfRange() throws IOException {
        Path other = Files.createTempDirectory("measured");
        float[] bytes = new float[128];
        Arrays.fill(bytes, 200);
        Npy.write(other.resolve("y.npy"), new Samples(bytes, Shape.of(2, 1, 8, 8)));
        bench.refused(
                DATA,
                List.of("128 of 128 values", "from -1 for black to 1 for white", "x / 127.5 - 1"),
                "restore",
                pictures,
                "--data",
                other.resolve("y.npy"),
                "--operator",
                "denoise",
                "--noise",
                "0.1");
        Path pence = Files.writeString(other.resolve("pence.csv"), "a,b,c\n10000,-3,\n");
        bench.refused(
                DATA,
                List.of("row 1, column 'a'", "50 deviations", "another unit"),
                "restore",
                rows,
                "--data",
                pence,
                "--noise",
                "0.1");
    }

    @Test
    void noNoiseAtAllWhereNothingIsSeenAsItIs() {
        refused(
                USAGE,
                List.of("no noise at all", "pulls infinitely hard", "--noise 0.02"),
                pictures,
                blots,
                "--operator",
                "blur:1",
                "--noise",
                "0");
        refused(
                USAGE,
                List.of("deviation -1.0", "positive number"),
                pictures,
                blots,
                "--operator",
                "denoise",
                "--noise",
                "-1");
    }

    @Test
    void stepsThatLeapAwayFromTheMeasurement() {
        refused(
                USAGE,
                List.of("so little noise chains leap away", "in steps of 0.5", "a step of 0.0"),
                pictures,
                blots,
                "--operator",
                "denoise",
                "--noise",
                "0.05",
                "--step",
                "0.5");
        refused(
                USAGE,
                List.of("so little noise", "steps of", "Give a larger noise"),
                pictures,
                blots,
                "--operator",
                "denoise",
                "--noise",
                "1e-4");
        refused(USAGE, List.of("Steps of 0.0"), rows, days, "--operator", "columns:c", "--noise", "1", "--step", "0");
    }

    @Test
    void repulsionThatDrivesChainsApart() {
        refused(
                USAGE,
                List.of("would drive them apart", "or a step"),
                rows,
                days,
                "--operator",
                "columns:c",
                "--noise",
                "1",
                "--interaction",
                "0.01",
                "--step",
                "0.1");
    }
}
