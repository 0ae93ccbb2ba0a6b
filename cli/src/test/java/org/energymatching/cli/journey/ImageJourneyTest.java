package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.report.ProgressPictures;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.testing.TinyPictures;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.cli.testing.Workbench.Ended;
import org.energymatching.data.image.ImageSet;
import org.energymatching.data.image.NpyImages;
import org.energymatching.tensor.Shape;
import org.energymatching.training.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From pictures to a potential, its samples, their animation and a report, through the program. */
class ImageJourneyTest {

    private static final int USAGE = 2;
    private static final int DATA = 3;

    /** A tile of 8 by 8 pixels is 56 points long, and points are two pixels wide in a PNG; two points lie between tiles. */
    private static final int TILE = 2 * 58;

    private static final String RECIPE = """
            name: pictures
            data: {kind: images, holdout: 0.2}
            network:
              image:
                unet: {width: 32, multipliers: [1], blocks: 1, attention: [], headChannels: 0, dropout: 0}
                head: {mlp: {widths: [8]}}
                scale: 1
            temperature: {tauStar: 1, epsilonMax: 0.01}
            batchSize: 8
            shardRows: 4
            sampling: {time: 1.5, step: 0.25}
            phases:
              - {name: warm-up, steps: 10, emaDecay: 0.5}
              - name: joint
                steps: 2
                loss:
                  - flow-matching
                  - contrastive-divergence:
                      weight: 1e-3
                      negatives: {steps: 3, step: 0.02, tauStar: 1, clampToPixelRange: true}
            """;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path recipe;
    private static Path blots;
    private static Path run;
    private static Ended trained;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        recipe = bench.write("pictures.yaml", RECIPE);
        blots = TinyPictures.file(bench, "blots.npy", TinyPictures.blots(60, 1, 8, 1));
        run = bench.path("run");
        trained = bench.em("train", recipe, "data.path=" + blots, "--run", run, "--json", "run.saveEverySeconds=1e-9")
                .done();
    }

    @Test
    void samplesAreAGridUnlessAskedOtherwise() throws Exception {
        JsonNode json = bench.em("sample", run, "--json").done().json();
        assertThat(json.path("rows").asInt()).isEqualTo(100);
        assertThat(json.path("shape").toString()).isEqualTo("[1,8,8]");
        BufferedImage grid = ImageIO.read(run.resolve("samples.png").toFile());
        assertThat(grid.getWidth()).isBetween(10 * TILE, 11 * TILE);
        assertThat(grid.getHeight()).isBetween(10 * TILE, 11 * TILE);
        Path few = bench.path("few.png");
        bench.em("sample", run, "-n", 6, "--out", few).done();
        assertThat(ImageIO.read(few.toFile()).getWidth()).isBetween(3 * TILE, 4 * TILE);
    }

    @Test
    void samplesAreWrittenAsBytes() throws Exception {
        Path few = bench.path("few.npy");
        Path many = bench.path("many.NPY");
        bench.em("sample", run, "-n", 5, "--out", few).done();
        bench.em("sample", run, "-n", 21, "--out", many).done();
        String header = new String(Files.readAllBytes(few), StandardCharsets.ISO_8859_1).substring(0, 128);
        assertThat(header).contains("'descr': '|u1'", "'shape': (5, 1, 8, 8)");
        assertThat(Files.size(few)).isEqualTo(128 + 5 * 64);
        ImageSet images = NpyImages.read(few);
        assertThat(images.shape()).isEqualTo(Shape.of(1, 8, 8));
        assertThat(Arrays.stream(images.pixels())
                        .flatMapToInt(ImageJourneyTest::bytes)
                        .distinct()
                        .count())
                .isGreaterThan(20);
        assertThat(NpyImages.read(many).pick(0, 1, 2, 3, 4).pixels()).isDeepEqualTo(images.pixels());
    }

    @Test
    void theWayFromNoiseToDataIsAnAnimation() throws Exception {
        Path gif = bench.path("way.gif");
        JsonNode json =
                bench.em("sample", run, "-n", 4, "--out", gif, "--json").done().json();
        // 6 steps of 0.25 up to 1.5 are 7 times, however many frames were welcome
        assertThat(json.path("frames").asInt()).isEqualTo(7);
        assertThat(frames(gif)).isEqualTo(7);
        Path three = bench.path("three.gif");
        bench.em("sample", run, "--frames", 3, "--step", 0.1, "--out", three).done();
        assertThat(frames(three)).isEqualTo(3);
        assertThat(ImageIO.read(three.toFile()).getWidth()).isBetween(3 * TILE, 7 * TILE / 2);
        Path apng = bench.path("way.apng");
        bench.em("sample", run, "-n", 4, "--time", 1, "--frames", 5, "--out", apng)
                .done();
        String bytes = Files.readString(apng, StandardCharsets.ISO_8859_1);
        assertThat(bytes).startsWith("\u0089PNG").contains("acTL\0\0\0\5");
        assertThat(ImageIO.read(apng.toFile()).getWidth()).isBetween(2 * TILE, 3 * TILE);
    }

    @Test
    void bfloat16IsNearSinglePrecision() {
        Path single = bench.path("single.npy");
        Path narrow = bench.path("narrow.npy");
        bench.em("sample", run, "-n", 200, "--precision", "single", "--out", single)
                .done();
        bench.em("sample", run, "-n", 200, "--precision", "bfloat16", "--out", narrow)
                .done();
        int[] a = Arrays.stream(NpyImages.read(single).pixels())
                .flatMapToInt(ImageJourneyTest::bytes)
                .toArray();
        int[] b = Arrays.stream(NpyImages.read(narrow).pixels())
                .flatMapToInt(ImageJourneyTest::bytes)
                .toArray();
        assertThat(a).isNotEqualTo(b);
        double mean = IntStream.range(0, a.length)
                .map(i -> Math.abs(a[i] - b[i]))
                .average()
                .orElseThrow();
        assertThat(mean).isLessThan(8);
    }

    @Test
    void whatMakesNoSenseForImagesIsRefused() {
        bench.refused(USAGE, List.of("x.csv", ".png, .gif, .apng or .npy"), "sample", run, "--out", "x.csv");
        bench.refused(USAGE, List.of("x.xlsx", ".gif, .apng"), "sample", run, "--out", "x.xlsx");
        bench.refused(USAGE, List.of("3 frames", ".gif or .apng"), "sample", run, "--frames", 3);
        bench.refused(USAGE, List.of("1 frames"), "sample", run, "--frames", 1, "--out", "x.gif");
        bench.refused(USAGE, List.of("1000000 images", "-n"), "sample", run, "-n", 1_000_000);
        bench.refused(USAGE, List.of("0 samples"), "sample", run, "-n", 0);
        bench.refused(USAGE, List.of("'half'"), "sample", run, "--precision", "half");
        assertThat(bench.path("x.csv")).doesNotExist();
    }

    @Test
    void whatIsForImagesIsRefusedForRows() {
        Path rows = bench.path("rows");
        RunConfig toy = RunConfig.load(bench.toy().toString(), List.of("phases.warm-up.steps=2"));
        Experiment.of(toy).trainer(new RunDirectory(rows)).fit();
        bench.refused(USAGE, List.of("x.gif", ".csv, .npy or .png"), "sample", rows, "--out", "x.gif");
        bench.refused(USAGE, List.of("--precision"), "sample", rows, "--precision", "single");
        bench.refused(USAGE, List.of("blots.npy", "--ood"), "plot", rows, "--ood", blots);
    }

    @Test
    void theReportShowsWhatThePotentialMakesOfImages() throws Exception {
        assertThat(trained.json().path("finished").asBoolean()).isTrue();
        String html = Files.readString(run.resolve("report.html"));
        assertThat(html)
                .contains(
                        "Samples at t = 1.5",
                        "does it hold?",
                        "From noise to data",
                        "How they came to be",
                        "Positive and negative samples",
                        "Energies of data, samples, noise and foreign images",
                        "Is anything copied?",
                        "The losses",
                        "data:image/gif;base64,")
                .doesNotContain("http:", "https:", "<script");
        List<String> names = List.of(
                "samples.png",
                "lasting-data.png",
                "lasting-1.png",
                "lasting-1.5.png",
                "lasting-3.png",
                "way.png",
                "way.gif",
                "negatives.png",
                "energies.png",
                "nearest.png",
                "losses.png");
        for (String name : names) {
            Path file = run.resolve("pictures").resolve(name);
            assertThat(ImageIO.read(file.toFile())).as(name).isNotNull();
        }
        int pictures = html.split("<img ", -1).length - 1;
        try (var files = Files.list(run.resolve("pictures"))) {
            assertThat(files).hasSize(pictures);
        }
        // 12 steps of 0.25 up to 3 are 13 times
        assertThat(frames(run.resolve("pictures").resolve("way.gif"))).isEqualTo(13);
    }

    @Test
    void energiesOfForeignImagesStandBesideTheOthers() throws Exception {
        Path other = TinyPictures.run(bench, "other", blots);
        Path colour = TinyPictures.file(bench, "colour.npy", TinyPictures.blots(20, 3, 12, 2));
        Path energies = other.resolve("pictures/energies.png");
        bench.em("plot", other).done();
        byte[] without = Files.readAllBytes(energies);
        bench.em("plot", other, "--ood", colour).done();
        assertThat(Files.readAllBytes(energies)).isNotEqualTo(without);
        String html = Files.readString(other.resolve("report.html"));
        assertThat(html).contains("colour.npy").doesNotContain("Positive and negative", "How they came to be");
        bench.refused(DATA, List.of("no.npy"), "plot", other, "--ood", bench.path("no.npy"));
    }

    @Test
    void aFewSamplesAreDrawnWhileTrainingGoesOn() throws Exception {
        TreeMap<Long, Path> drawn = ProgressPictures.drawn(run);
        assertThat(drawn.keySet()).containsExactly(1L, 3L, 5L, 8L, 10L, 11L, 12L);
        for (Path file : drawn.values()) {
            // four tiles of 8 pixels, enlarged four times, two pixels to the point
            assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(4 * 8 * 4 * 2);
        }
        assertThat(Files.readAllBytes(drawn.get(1L))).isNotEqualTo(Files.readAllBytes(drawn.get(12L)));
    }

    @Test
    void trainingDoesNotNoticeThePictures() throws Exception {
        Path seldom = bench.path("seldom");
        JsonNode json = bench.em("train", recipe, "data.path=" + blots, "--run", seldom, "--json")
                .done()
                .json();
        assertThat(json.path("weightsSha256")).isEqualTo(trained.json().path("weightsSha256"));
        assertThat(ProgressPictures.drawn(seldom).keySet()).containsExactly(10L, 12L);
        assertThat(Files.readAllBytes(seldom.resolve("progress/step-000000010.png")))
                .isEqualTo(Files.readAllBytes(run.resolve("progress/step-000000010.png")));
    }

    @Test
    void whatWasDrawnIsNotDrawnAgain() throws Exception {
        Path own = bench.path("own");
        Path drawn = own.resolve("progress/step-000000010.png");
        Files.createDirectories(drawn.getParent());
        Files.copy(run.resolve("pictures/samples.png"), drawn);
        bench.em("train", recipe, "data.path=" + blots, "--run", own).done();
        assertThat(drawn).hasSameBinaryContentAs(run.resolve("pictures/samples.png"));
        assertThat(ProgressPictures.drawn(own)).containsOnlyKeys(10L, 12L);
    }

    @Test
    void trainingGoesOnWhereNothingCanBeDrawn() throws Exception {
        Path own = bench.path("blocked");
        Files.createDirectories(own);
        Files.writeString(own.resolve("progress"), "a file in the way");
        Ended ended =
                bench.em("train", recipe, "data.path=" + blots, "--run", own).done();
        assertThat(ended.err()).contains("No samples are drawn after step 10: ");
        assertThat(Files.readString(own.resolve("report.html"))).doesNotContain("How they came to be");
    }

    private static IntStream bytes(byte[] image) {
        return IntStream.range(0, image.length).map(i -> Byte.toUnsignedInt(image[i]));
    }

    private static int frames(Path gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
            reader.setInput(in);
            return reader.getNumImages(true);
        } finally {
            reader.dispose();
        }
    }
}
