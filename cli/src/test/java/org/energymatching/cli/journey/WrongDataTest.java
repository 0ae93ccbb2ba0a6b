package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.file.Npy;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that cannot be learnt: each is named with what is wrong in it, and no run is begun. */
class WrongDataTest {

    private static final int USAGE = 2;
    private static final int DATA = 3;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void setUp() {
        bench = new Workbench(folder);
    }

    @AfterEach
    void noRunWasBegun() {
        assertThat(bench.path("run")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                            | is empty",
                "a,b                           | no rows",
                "a,b;1,2                       | a single row",
                "a,b;1,2;3;4,5                 | line 3 has 1 cells and ends before column 'b'",
                "a,b;1,2;3,4,5;4,5             | line 3 has 3 cells",
                "a,b;1,2;3,oops;4,5            | line 3, column 'b' reads 'oops'",
                "a,b;1,2;3,NaN;4,5             | line 3, column 'b' reads 'NaN'",
                "a,b;1,2;3,4;-inf,5            | line 4, column 'a' reads '-inf'",
                "a,b;1,2;3,;4,5                | line 3, column 'b' is empty",
                "a,a;1,2;3,4;4,5               | the name 'a' to a second column",
                "a,b;x,y;z,w                   | no column to use among [a, b]",
                "a,b;1,2;3,2;4,2;5,2;6,2       | all 4 rows of training, of 5 in the file: b (2)",
                "a,b;1,2;3,4                   | leaves 2 for training and 0 held out",
                "a,b;1,2;\"3,4;4,5             | is no proper CSV"
            })
    void aDamagedTableIsToldWithItsPlace(String lines, String told) {
        Path data = bench.write("data.csv", lines.isEmpty() ? "" : lines.replace(';', '\n') + "\n");
        refused(DATA, List.of(data.toString(), told), "--data", data);
    }

    @Test
    void aFileMustBeAFile() throws Exception {
        refused(DATA, List.of("nope.csv does not exist"), "--data", bench.path("nope.csv"));
        refused(DATA, List.of("is a directory"), "--data", Files.createDirectory(bench.path("folder.csv")));
        refused(USAGE, List.of("data.bin", ".csv", ".npy"), "--data", bench.write("data.bin", "1,2"));
        refused(USAGE, List.of("data.path", "--data FILE.csv"), "data.holdout=0.5");
    }

    @Test
    void anArrayMustBeFiniteAndATable() throws Exception {
        float[] values = new float[60];
        values[5] = Float.NaN;
        Npy.write(bench.path("nan.npy"), new Samples(values, Shape.of(20, 3)));
        refused(DATA, List.of("nan.npy holds NaN in row 2, column 'column3'"), "--data", bench.path("nan.npy"));
        Npy.write(bench.path("cube.npy"), new Samples(new float[60], Shape.of(5, 4, 3)));
        refused(DATA, List.of("cube.npy holds an array of shape (5, 4, 3)"), "--data", bench.path("cube.npy"));
        byte[] whole = Files.readAllBytes(bench.npy("whole.npy", 20, 3));
        Files.write(bench.path("cut.npy"), java.util.Arrays.copyOf(whole, whole.length - 7));
        refused(DATA, List.of("cut.npy holds 233 bytes"), "--data", bench.path("cut.npy"));
        refused(DATA, List.of("text.npy"), "--data", bench.write("text.npy", "a,b\n1,2\n"));
    }

    @Test
    void columnsMustBeThere() {
        Path data = bench.days("days.csv", 40);
        refused(USAGE, List.of("no column 'd'", "[day, a, b, c, place]"), "--data", data, "data.columns=[a, d]");
        refused(USAGE, List.of("no column 'plaze'", "'place'"), "--data", data, "data.ignore=[plaze]");
        refused(DATA, List.of("line 2, column 'day' reads 'd0'"), "--data", data, "data.columns=[a, day]");
        refused(USAGE, List.of("both given"), "--data", data, "data.columns=[a, b]", "data.ignore=[a]");
    }

    @Test
    void theSourceMustBeAsWideAsTheData() {
        Path data = bench.npy("five.npy", 40, 5);
        refused(
                USAGE,
                List.of("eight-gaussians", "five.npy", "source=standard-normal", "data.columns"),
                "--data",
                data,
                "source=eight-gaussians");
        bench.refused(
                USAGE,
                List.of("eight-gaussians", "five.npy", "source=standard-normal"),
                "train",
                bench.toy(),
                "--run",
                bench.path("run"),
                "--data",
                data);
    }

    @Test
    void twoRowsAreNeededToLearnFrom() {
        Path data = bench.npy("two.npy", 2, 3);
        refused(DATA, List.of("two.npy", "data.holdout"), "--data", data, "data.holdout=0.5", "data.standardize=false");
    }

    private void refused(int code, List<String> told, Object... words) {
        Object[] all = new Object[words.length + 4];
        all[0] = "train";
        all[1] = bench.table();
        all[2] = "--run";
        all[3] = bench.path("run");
        System.arraycopy(words, 0, all, 4, words.length);
        bench.refused(code, told, all);
    }
}
