package org.energymatching.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.cli.testing.TinyPictures;
import org.energymatching.cli.testing.TorchFiles;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.data.file.Npy;
import org.energymatching.data.image.ImageSet;
import org.energymatching.metric.FrechetDistance;
import org.energymatching.metric.KernelDistance;
import org.energymatching.metric.PrecisionRecall;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.training.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** How good pictures are and what their energy says, through the program. */
class ImageEvaluationTest {

    private static final int USAGE = 2;
    private static final int DATA = 3;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path data;
    private static ImageSet fresh;
    private static Path others;
    private static Path run;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        data = TinyPictures.file(bench, "blots.npy", TinyPictures.blots(80, 1, 8, 1));
        fresh = TinyPictures.blots(30, 1, 8, 2);
        others = TinyPictures.file(bench, "fresh.npy", fresh);
        run = TinyPictures.run(bench, "run", data);
    }

    @Test
    void theMeasuresAreThoseOfTheLibraryOnTruncatedBytes() {
        JsonNode found = evaluation("--data", others, "--seed", 5);
        assertThat(found.path("rows").asInt()).isEqualTo(30);
        JsonNode against = found.path("against").get(0);
        assertThat(against.path("reference").asString()).isEqualTo(others.toString());

        TrainedRun trained = TrainedRun.open(run);
        Samples samples = Experiment.sampler(trained.config(), 1, 0.25)
                .sample(Target.of(trained.potential()), trained.source(), 30, 5);
        Samples made = features(samples);
        Samples real = features(fresh.samples());
        JsonNode measures = against.path("times").get(0).path("measures");
        double frechet = FrechetDistance.between(made, real);
        assertThat(measures.path("frechetDistance").asDouble()).isCloseTo(frechet, within(1e-6 * frechet));
        PrecisionRecall parts = PrecisionRecall.of(real, made);
        assertThat(measures.path("precision").asDouble()).isEqualTo(parts.precision());
        assertThat(measures.path("recall").asDouble()).isEqualTo(parts.recall());
        double kernel = KernelDistance.between(made, real, 1, 30, Rng.of(0)).mean();
        double scatter = measures.path("kernelDeviation").asDouble();
        assertThat(scatter).isPositive();
        assertThat(measures.path("kernelDistance").asDouble()).isCloseTo(kernel, within(scatter));
    }

    @Test
    void dataAreComparedWithDataInBothDirections() {
        JsonNode found = evaluation();
        assertThat(found.path("rows").asInt()).as("a quarter of 80").isEqualTo(20);
        JsonNode heldOut = found.path("against").get(0);
        JsonNode learnt = found.path("against").get(1);
        assertThat(heldOut.path("reference").asString()).isEqualTo("held-out data");
        assertThat(learnt.path("reference").asString()).isEqualTo("training data");
        JsonNode there = heldOut.path("data");
        JsonNode back = learnt.path("data");
        assertThat(there.path("precision")).isEqualTo(back.path("recall"));
        assertThat(there.path("recall")).isEqualTo(back.path("precision"));
        assertThat(there.path("frechetDistance").asDouble())
                .isCloseTo(back.path("frechetDistance").asDouble(), within(1e-6))
                .isLessThan(heldOut.path("times")
                        .get(0)
                        .path("measures")
                        .path("frechetDistance")
                        .asDouble());
    }

    @Test
    void severalTimesAreLooksAlongTheSameChains() {
        JsonNode one = evaluation("--times", "1").path("against").get(0).path("times");
        JsonNode both = evaluation("--times", "1.25,1").path("against").get(0).path("times");
        assertThat(both.valueStream().map(at -> at.path("time").asDouble())).containsExactly(1.0, 1.25);
        assertThat(both.get(0)).isEqualTo(one.get(0));
        assertThat(both.get(1).path("measures")).isNotEqualTo(one.get(0).path("measures"));
    }

    @Test
    void foreignPicturesOfAnyShapeAreToldByTheirEnergy() throws Exception {
        ImageSet colour = noise(25, 3, 12);
        Path foreign = TinyPictures.file(bench, "colour.npy", colour);
        Path same = TinyPictures.file(bench, "same.npy", noise(10, 1, 8));
        Path pictures = Files.createDirectories(bench.path("pictures"));
        for (int i = 0; i < 3; i++) {
            BufferedImage picture = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(10, 5, 0xffffff);
            ImageIO.write(picture, "png", pictures.resolve(i + ".png").toFile());
        }
        Ended ended = bench.em("evaluate", run, "--data", others, "--ood", foreign, "--ood", same)
                .done();
        assertThat(ended.out())
                .contains("colour.npy: 25 pictures, brought from (3, 12, 12) to (1, 8, 8)", "same.npy: 10 pictures");
        JsonNode told = evaluation("--data", others, "--ood", foreign, "--ood", same, "--ood", pictures)
                .path("foreign");
        assertThat(told.valueStream().map(set -> set.path("name").asString()))
                .containsExactly(
                        "noise-corrupted", "pure noise", foreign.toString(), same.toString(), pictures.toString());
        assertThat(told.get(4).path("conversion").asString()).isEqualTo("cropped and resized to (1, 8, 8)");

        double[] inside = energies(others);
        Path converted =
                TinyPictures.file(bench, "converted.npy", colour.channels(1).resize(8, 8));
        assertThat(told.get(2).path("auroc").asDouble()).isCloseTo(byPairs(inside, energies(converted)), within(1e-12));
        assertThat(told.get(3).path("auroc").asDouble()).isCloseTo(byPairs(inside, energies(same)), within(1e-12));
    }

    @Test
    void theTextSaysHowPicturesAreCompared() {
        Path network = TorchFiles.write(bench.path("net.pt"), "", TorchFiles.resNet8(1));
        Ended pixels = bench.em("evaluate", run, "--times", "0.5,1", "-n", 10).done();
        assertThat(pixels.out())
                .contains(
                        "by truncation",
                        "pixels, 64 numbers from 0 to 1",
                        "Against 10 pictures of held-out data",
                        "Against 10 pictures of training data",
                        "samples, t = 0.5",
                        "data ",
                        "20 subsets of 5 pictures",
                        "noise-corrupted");
        Ended features =
                bench.em("evaluate", run, "--features", network, "--quiet").done();
        assertThat(features.out())
                .contains("ResNet-8 of " + network + ", grey repeated to colour, padded with black to 32x32");
        assertThat(features.err()).isEmpty();
    }

    @Test
    void aRunWithoutHeldOutPicturesIsJudgedByHalvesOfTheOthers() {
        Path few = TinyPictures.file(bench, "few.npy", TinyPictures.blots(3, 1, 8, 3));
        Path small = TinyPictures.run(bench, "small", few, "data.holdout=0", "data.flip=true", "batchSize=2");
        JsonNode found = bench.em("evaluate", small, "--json").done().json().path("evaluation");
        assertThat(found.path("rows").asInt()).isEqualTo(2);
        assertThat(found.path("against").get(0).path("reference").asString())
                .isEqualTo("training data (nothing is held out)");
    }

    @Test
    void theGradientOfAPictureIsThatOfItsEnergy() {
        Path out = bench.path("slopes.npy");
        JsonNode json = bench.em("energy", run, "--data", others, "--gradient", "--out", out, "--json")
                .done()
                .json();
        assertThat(json.path("rows").asInt()).isEqualTo(30);
        Samples slopes = Npy.read(out);
        assertThat(slopes.shape()).isEqualTo(Shape.of(30, 65));
        assertThat(energies(others)).containsExactly(column(slopes, 0));
        for (int pixel : new int[] {0, 27, 63}) {
            byte[][] brighter = new byte[30][];
            byte[][] darker = new byte[30][];
            for (int i = 0; i < 30; i++) {
                brighter[i] = fresh.image(i).clone();
                darker[i] = fresh.image(i).clone();
                brighter[i][pixel] = (byte) (fresh.image(i)[pixel] + 3);
                darker[i][pixel] = (byte) (fresh.image(i)[pixel] - 3);
            }
            double[] above =
                    energies(TinyPictures.file(bench, "brighter.npy", new ImageSet(brighter, Shape.of(1, 8, 8))));
            double[] below = energies(TinyPictures.file(bench, "darker.npy", new ImageSet(darker, Shape.of(1, 8, 8))));
            double[] slope = column(slopes, 1 + pixel);
            double largest = Arrays.stream(slope).map(Math::abs).max().orElseThrow();
            for (int i = 0; i < 30; i++) {
                assertThat((above[i] - below[i]) / (6 / 127.5)).isCloseTo(slope[i], within(0.02 * largest));
            }
        }
    }

    @Test
    void wrongInputIsToldBeforeAnythingIsDrawn() throws Exception {
        Path colour = TinyPictures.file(bench, "wrong.npy", TinyPictures.blots(4, 3, 8, 1));
        for (String verb : List.of("evaluate", "energy")) {
            Object[] out = verb.equals("energy") ? new Object[] {"--out", bench.path("no.csv")} : new Object[0];
            refused(DATA, List.of("wrong.npy", "(3, 8, 8)", "(1, 8, 8)"), out, verb, run, "--data", colour);
            byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 7, 7};
            Files.write(bench.path("labels-idx1-ubyte"), labels);
            refused(
                    DATA,
                    List.of("labels-idx1-ubyte holds labels"),
                    out,
                    verb,
                    run,
                    "--data",
                    bench.path("labels-idx1-ubyte"));
            refused(DATA, List.of("none.npy does not exist"), out, verb, run, "--data", bench.path("none.npy"));
            refused(USAGE, List.of("days.csv", "no known kind"), out, verb, run, "--data", bench.days("days.csv", 9));
        }
        Path single = TinyPictures.file(bench, "single.npy", TinyPictures.blots(1, 1, 8, 1));
        bench.refused(DATA, List.of("single.npy holds a single picture"), "evaluate", run, "--data", single);
        bench.refused(USAGE, List.of("1 rows"), "evaluate", run, "-n", 1);
        bench.refused(DATA, List.of("gone does not exist"), "evaluate", run, "--ood", bench.path("gone"));
        Path labels = bench.path("labels-idx1-ubyte");
        bench.refused(DATA, List.of("holds labels"), "evaluate", run, "--ood", labels);
        bench.refused(DATA, List.of("fresh.npy"), "evaluate", run, "--features", others);
        Path toy = bench.path("toy");
        RunConfig small = RunConfig.load(bench.toy().toString(), List.of("phases.warm-up.steps=2"));
        Experiment.of(small).trainer(new RunDirectory(toy)).fit();
        bench.refused(USAGE, List.of("--features", "has not learnt pictures"), "evaluate", toy, "--features", others);
        bench.refused(USAGE, List.of("--ood", "has not learnt pictures"), "evaluate", toy, "--ood", others);
    }

    private static void refused(int code, List<String> told, Object[] more, Object... words) {
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        bench.refused(code, told, all);
    }

    private static JsonNode evaluation(Object... words) {
        Object[] all = Arrays.copyOf(new Object[] {"evaluate", run, "--json"}, words.length + 3);
        System.arraycopy(words, 0, all, 3, words.length);
        return bench.em(all).done().json().path("evaluation");
    }

    private static double[] energies(Path pictures) {
        Path out = bench.path("energies.npy");
        bench.em("energy", run, "--data", pictures, "--out", out).done();
        return column(Npy.read(out), 0);
    }

    private static double[] column(Samples rows, int column) {
        double[] values = new double[rows.rows()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.values()[i * rows.width() + column];
        }
        return values;
    }

    private static double byPairs(double[] inside, double[] foreign) {
        double above = 0;
        for (double low : inside) {
            for (double high : foreign) {
                above += high > low ? 1 : high == low ? 0.5 : 0;
            }
        }
        return above / inside.length / foreign.length;
    }

    /** Bytes by truncation, from 0 to 1. */
    private static Samples features(Samples pictures) {
        float[] values = new float[pictures.values().length];
        for (int i = 0; i < values.length; i++) {
            double scaled = Math.floor(pictures.values()[i] * 127.5f + 128);
            values[i] = (float) Math.max(0, Math.min(255, scaled)) / 255;
        }
        return new Samples(values, Shape.of(pictures.rows(), pictures.width()));
    }

    private static ImageSet noise(int count, int channels, int side) {
        byte[][] pixels = new byte[count][channels * side * side];
        Random random = new Random(count);
        Arrays.stream(pixels).forEach(random::nextBytes);
        return new ImageSet(pixels, Shape.of(channels, side, side));
    }
}
