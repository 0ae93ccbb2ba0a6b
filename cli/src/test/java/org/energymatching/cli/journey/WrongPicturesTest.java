package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.DataSource;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.testing.PictureFiles;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.file.Npy;
import org.energymatching.data.image.ImageSet;
import org.energymatching.data.image.NpyImages;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that are no fit, or are fit after a word about them; and networks that do not suit them. */
class WrongPicturesTest {

    private static final int USAGE = 2;
    private static final int DATA = 3;

    @TempDir
    Path folder;

    private Workbench bench;
    private PictureFiles files;
    private Path recipe;

    @BeforeEach
    void setUp() {
        bench = new Workbench(folder);
        files = new PictureFiles(folder);
        recipe = bench.write("pictures.yaml", PictureFiles.RECIPE);
    }

    @AfterEach
    void noRunWasBegun() {
        assertThat(bench.path("run")).doesNotExist();
    }

    @Test
    void picturesOfAllSizesAreBroughtToOne() {
        Path data = files.colours("many", 6);
        assertThat(opened(data).training().shape()).isEqualTo(Shape.of(3, 8, 8));
        assertThat(opened(data, "data.side=16", "data.channels=1").training().shape())
                .isEqualTo(Shape.of(1, 16, 16));
        assertThat(notes(data)).isEmpty();
    }

    @Test
    void greyAmongColourBecomesColourAndIsTold() {
        Path data = files.colours("mixed", 5);
        files.picture("mixed/g1.png", 9, 9, BufferedImage.TYPE_BYTE_GRAY);
        files.picture("mixed/g2.jpg", 20, 30, BufferedImage.TYPE_BYTE_GRAY);
        assertThat(notes(data)).isEqualTo("2 of 7 pictures were grey and became colour");
        assertThat(notes(data)).as("from the cache").isEqualTo("2 of 7 pictures were grey and became colour");
        assertThat(notes(data, "data.channels=1")).isEqualTo("5 of 7 pictures were in colour and became grey");
        assertThat(bench.em(words(data, "--dry-run")).done().out())
                .contains("# 2 of 7 pictures were grey and became colour");
    }

    @Test
    void aCorruptPictureIsNamedAndLeftOutOnRequestOnly() throws Exception {
        Path data = files.colours("some", 5);
        Path whole = files.picture("some/cut.jpg", 40, 40, BufferedImage.TYPE_INT_RGB);
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
        refused(DATA, List.of(whole.toString(), "data.skipCorrupt=true"), data);
        assertThat(notes(data, "data.skipCorrupt=true"))
                .isEqualTo("1 picture could not be decoded and was left out: cut.jpg");
        bench.write("some/text.png", "no picture");
        assertThat(notes(data, "data.skipCorrupt=true"))
                .isEqualTo("2 pictures could not be decoded and were left out: cut.jpg, text.png");
        for (int i = 0; i < 12; i++) {
            files.write("some/x" + i + ".png", new byte[] {1});
        }
        assertThat(notes(data, "data.skipCorrupt=true"))
                .startsWith("14 pictures")
                .endsWith("x4.png, x5.png, and 4 more");
    }

    @Test
    void aFolderHoldsPictures() throws Exception {
        Path empty = Files.createDirectory(bench.path("empty"));
        refused(DATA, List.of(empty + " holds no pictures", ".png, .jpg, .jpeg, .bmp, .gif"), empty);
        files.write("bad/a.png", new byte[] {1});
        files.write("bad/b.jpg", new byte[] {2});
        Path bad = bench.path("bad");
        refused(DATA, List.of("a.png", "data.skipCorrupt=true"), bad);
        refused(DATA, List.of(bad.toString(), "none of which", "data.skipCorrupt=false"), bad, "data.skipCorrupt=true");
        refused(DATA, List.of("nope does not exist"), bench.path("nope"));
        Path one = files.colours("one", 1);
        refused(DATA, List.of(one.toString(), "data.holdout"), one);
        refused(DATA, List.of(one.toString(), "single picture"), one, "data.holdout=0");
        refused(DATA, List.of("c0.png", "Holding out 0.25 of 1"), one.resolve("c0.png"));
    }

    @Test
    void anIdxFileMustBeWholeAndOfImages() throws Exception {
        Path sound = files.idx("train-images-idx3-ubyte", 6 * 64, 6, 8, 8);
        assertThat(notes(files.packed(sound))).isEmpty();
        refused(DATA, List.of("few-idx3", "ends after 5 whole images"), files.idx("few-idx3", 6 * 64 - 1, 6, 8, 8));
        refused(
                DATA,
                List.of("more-idx3", "goes on after its last image"),
                files.idx("more-idx3", 6 * 64 + 1, 6, 8, 8));
        refused(DATA, List.of("none-idx3", "no images"), files.idx("none-idx3", 0, 0, 8, 8));
        refused(DATA, List.of("train-labels-idx1-ubyte", "holds labels"), files.idx("train-labels-idx1-ubyte", 6, 6));
        refused(DATA, List.of("rows-idx2"), files.idx("rows-idx2", 6, 3, 2));
        Path magic = bench.write("magic-idx3", "<html>404 not found</html>");
        refused(DATA, List.of(magic.toString(), "begins with the bytes 3c68746d"), magic);
        byte[] packed = Files.readAllBytes(bench.path("train-images-idx3-ubyte.gz"));
        Path cut = files.write("cut-idx3.gz", Arrays.copyOf(packed, packed.length / 2));
        refused(DATA, List.of(cut.toString(), "cut off"), cut);
        Path oblong = files.idx("oblong-idx3", 6 * 48, 6, 6, 8);
        refused(DATA, List.of(oblong.toString(), "6 rows of 8 pixels", "squares"), oblong);
        refused(USAGE, List.of("odd.xyz", "no known kind"), bench.write("odd.xyz", "?"));
    }

    @Test
    void anArrayMustBeOfBytes() {
        Npy.write(bench.path("floats.npy"), new Samples(new float[4 * 192], Shape.of(4, 3, 8, 8)));
        refused(DATA, List.of("floats.npy", "uint8"), bench.path("floats.npy"));
        refused(DATA, List.of("text.npy"), bench.write("text.npy", "a,b\n"));
        NpyImages.write(bench.path("bytes.npy"), new ImageSet(new byte[6][192], Shape.of(3, 8, 8)));
        assertThat(notes(bench.path("bytes.npy"))).isEmpty();
    }

    @Test
    void networksAreForPicturesOrForRows() {
        Path data = files.colours("for", 4);
        refused(USAGE, List.of("network is mlp", "network=image"), data, "network=mlp");
        bench.refused(
                USAGE,
                List.of("network is image", "network=mlp"),
                "train",
                bench.table(),
                "--run",
                bench.path("run"),
                "--data",
                bench.days("days.csv", 40),
                "network=image");
        refused(USAGE, List.of("data.channels is 2"), data, "data.channels=2");
        refused(USAGE, List.of("days.csv", "no known kind of images"), bench.path("days.csv"));
    }

    @Test
    void theNetworkSuitsTheSideOfThePictures() {
        Path data = files.colours("sides", 4);
        Object[] levels = {"data.side=28", "network.image.unet.multipliers=[1, 1, 1, 1]"};
        List<String> told =
                List.of("4 levels", "28 pixels", "multiple of 8", "network.image.unet.multipliers", "data.side");
        refused(USAGE, told, data, levels);
        Path digits = files.idx("digits-idx3", 6 * 28 * 28, 6, 28, 28);
        refused(USAGE, told, digits, levels);
        String head = "network.image.head={vision: {patch: 3, width: 8, layers: 1, heads: 2, dropout: 0}}";
        refused(USAGE, List.of("8 x 8", "patches of 3", "network.image.head.vision.patch", "data.side"), data, head);
        assertThat(notes(data, head, "data.side=9")).isEmpty();
    }

    @Test
    void headsShareTheirChannelsEvenly() {
        Path data = files.colours("heads", 4);
        refused(
                USAGE,
                List.of("32 channels", "5 heads", "em config explain network.image.unet"),
                data,
                "network.image.unet.heads=5");
        refused(
                USAGE,
                List.of("32 channels", "heads of 24", "em config explain network.image.unet"),
                data,
                "network.image.unet.headChannels=24");
        refused(
                USAGE,
                List.of("40 channels", "em config explain network.image.unet"),
                data,
                "network.image.unet.width=40");
        refused(
                USAGE,
                List.of("tokens of 8", "3 heads", "em config explain network.image.head"),
                data,
                "network.image.head={vision: {width: 8, heads: 3}}");
    }

    /** What a run would tell of the pictures. */
    private String notes(Path data, String... overrides) {
        return String.join("\n", opened(data, overrides).notes());
    }

    /** The pictures of a run, once its network was found to suit them. */
    private DataSource opened(Path data, String... overrides) {
        RunConfig config = RunConfig.load(recipe.toString(), List.of(overrides), data);
        DataSource source = DataSource.open(config);
        assertThat(new Experiment(config, source).plan().data()).isEqualTo(source.training());
        return source;
    }

    private void refused(int code, List<String> told, Path data, Object... overrides) {
        bench.refused(code, told, words(data, overrides));
    }

    private Object[] words(Path data, Object... more) {
        Object[] all = Arrays.copyOf(
                new Object[] {"train", recipe, "--run", bench.path("run"), "--data", data}, 6 + more.length);
        System.arraycopy(more, 0, all, 6, more.length);
        return all;
    }
}
