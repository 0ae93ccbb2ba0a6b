package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.energymatching.Samples;
import org.energymatching.cli.testing.PictureFiles;
import org.energymatching.cli.testing.TinyPictures;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.file.Npy;
import org.energymatching.data.image.ImageSet;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures as users bring them: one energy for a picture, however it is stored, and no file that is passed over unsaid. */
class PicturesOfUsersTest {

    private static final int DATA = 3;
    private static final int SIDE = 8;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static PictureFiles files;
    private static ImageSet pictures;
    private static Path bytes;
    private static Path run;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        files = new PictureFiles(folder);
        pictures = TinyPictures.blots(12, 3, SIDE, 1);
        bytes = TinyPictures.file(bench, "bytes.npy", pictures);
        run = TinyPictures.run(bench, "run", bytes);
    }

    private static Path floats(String name, float factor, float shift, boolean channelsLast) {
        float[] values = new float[pictures.count() * 3 * SIDE * SIDE];
        int at = 0;
        for (byte[] picture : pictures.pixels()) {
            for (int i = 0; i < picture.length; i++) {
                int area = SIDE * SIDE;
                int from = channelsLast ? i % 3 * area + i / 3 : i;
                values[at++] = Byte.toUnsignedInt(picture[from]) * factor + shift;
            }
        }
        Shape shape =
                channelsLast ? Shape.of(pictures.count(), SIDE, SIDE, 3) : Shape.of(pictures.count(), 3, SIDE, SIDE);
        Npy.write(bench.path(name), new Samples(values, shape));
        return bench.path(name);
    }

    private static float[] energies(Path data, Object... more) {
        Path out = bench.path("energies.npy");
        Object[] words = {"energy", run, "--data", data, "--out", out};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        bench.em(all).done();
        return Npy.read(out).values();
    }

    @Test
    void aPictureHasOneEnergyHoweverItIsStored() {
        float[] expected = energies(bytes);
        assertThat(energies(floats("signed.npy", 2 / 255f, -1, false))).containsExactly(expected, within(1e-4f));
        assertThat(energies(floats("last.npy", 2 / 255f, -1, true))).containsExactly(expected, within(1e-4f));
        Path unit = floats("unit.npy", 1 / 255f, 0, false);
        assertThat(energies(unit, "--pixels", "unit")).containsExactly(expected, within(1e-4f));
        Path large = floats("large.npy", 1, 0, true);
        assertThat(energies(large, "--pixels", "bytes")).containsExactly(expected, within(1e-4f));
        for (Path unclear : List.of(unit, large)) {
            bench.refused(
                    DATA,
                    List.of("holds pictures as numbers of type F32", "--pixels signed"),
                    "energy",
                    run,
                    "--data",
                    unclear,
                    "--out",
                    bench.path("no.csv"));
        }
        bench.refused(
                DATA,
                List.of("from 0 for black to 1 for white"),
                "energy",
                run,
                "--data",
                large,
                "--pixels",
                "unit",
                "--out",
                bench.path("no.csv"));
    }

    @Test
    void aFileIsNamedBesideItsEnergyAndWhatIsPassedOverIsCounted() throws IOException {
        for (String name : List.of("many/b.png", "many/a.bmp", "many/below/c.gif")) {
            files.picture(name, SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        }
        files.write("many/old.webp", new byte[] {1});
        files.write("many/new.webp", new byte[] {1});
        files.write("many/notes.doc", new byte[] {1});
        Path out = bench.path("named.csv");
        Workbench.Ended ended = bench.em("energy", run, "--data", bench.path("many"), "--out", out)
                .done();
        assertThat(ended.out() + ended.err()).contains("2 .webp").contains("1 .doc");
        assertThat(Files.readAllLines(out)).hasSize(4).first().asString().startsWith("file,");
        assertThat(Files.readString(out)).contains("a.bmp", "b.png", "c.gif");
    }

    @Test
    void aSinglePictureAndAZipAreRead() throws IOException {
        Path one = files.picture("one.png", SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        float[] energy = energies(one);
        assertThat(energy).hasSize(1);
        Path zip = bench.path("pictures.zip");
        try (OutputStream stream = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(stream, StandardCharsets.UTF_8)) {
            for (String name : List.of("x/one.png", "x/two.png")) {
                packed.putNextEntry(new ZipEntry(name));
                packed.write(Files.readAllBytes(one));
                packed.closeEntry();
            }
        }
        assertThat(energies(zip)).containsExactly(new float[] {energy[0], energy[0]}, within(1e-5f));
    }
}
