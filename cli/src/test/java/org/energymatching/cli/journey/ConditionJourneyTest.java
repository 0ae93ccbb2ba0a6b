package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.testing.Workbench;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A potential given a class, a date and a number, through the program; and methods by one word. */
class ConditionJourneyTest {

    private static final int USAGE = 2;
    private static final int DATA = 3;

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static Path table;
    private static Path run;

    @BeforeAll
    static void train() {
        bench = new Workbench(folder);
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("date,tariff,age,x,y\n");
        for (int i = 0; i < 240; i++) {
            boolean night = i % 2 == 0;
            double age = 20 + 50 * random.nextDouble();
            text.append("2012-%02d-0%d,%s,%.2f,%.4f,%.4f%n"
                    .formatted(
                            1 + i % 12,
                            1 + i % 7,
                            night ? "night" : "day",
                            age,
                            (night ? 3 : -3) + 0.3 * random.nextGaussian(),
                            age / 20 + 0.1 * random.nextGaussian()));
        }
        table = bench.write("homes.csv", text.toString());
        run = bench.path("run");
        bench.em(
                        "train",
                        bench.table(),
                        "--data",
                        table,
                        "data.condition=[tariff,age,month(date)]",
                        "data.columns=[x,y]",
                        "phases.warm-up.steps=400",
                        "optimizer.learningRate=3e-3",
                        "--no-report",
                        "--run",
                        run)
                .done();
    }

    private static double mean(Samples rows, int column) {
        double sum = 0;
        for (int i = 0; i < rows.rows(); i++) {
            sum += rows.row(i)[column];
        }
        return sum / rows.rows();
    }

    private Samples given(String condition, String... more) {
        Path out = bench.path("given.csv");
        Object[] words = {"sample", run, "-n", 200, "--time", "1", "--given", condition, "--out", out};
        bench.em(Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray())
                .done();
        return Workbench.rows(out);
    }

    @Test
    void samplesFollowTheClassAndTheNumberThatTheyAreGiven() {
        assertThat(mean(given("tariff=night"), 0)).isGreaterThan(1.5);
        assertThat(mean(given("tariff=day"), 0)).isLessThan(-1.5);
        assertThat(mean(given("tariff=day,age=65"), 1)).isGreaterThan(mean(given("tariff=day,age=25"), 1) + 0.5);
        assertThat(mean(given("tariff=night,month=7", "--guidance", "1.2"), 0)).isGreaterThan(1.5);
    }

    /** A row has a lower energy under its own class. */
    @Test
    void energiesAreThoseUnderTheCondition() {
        Path night = bench.write("night.csv", "x,y\n3,2\n3.1,2.5\n2.9,1.5\n");
        Path out = bench.path("v.csv");
        bench.em("energy", run, "--data", night, "--given", "tariff=night", "--out", out)
                .done();
        double own = mean(Workbench.rows(out), 0);
        bench.em("energy", run, "--data", night, "--given", "tariff=day", "--out", out)
                .done();
        assertThat(own).isLessThan(mean(Workbench.rows(out), 0));
    }

    @Test
    void classesAreToldByTheLowestEnergy() {
        assertThat(bench.em("evaluate", run, "-n", 100, "--seed", 1).done().out())
                .containsPattern("V\\(x \\| tariff\\) is lowest under the right class for (9\\d\\.\\d|100\\.0) %")
                .contains("V(x | month) is lowest");
    }

    @Test
    void wrongConditionsAreNamed() {
        bench.refused(USAGE, List.of("'evening'", "day, night"), "sample", run, "--given", "tariff=evening");
        bench.refused(USAGE, List.of("'weekday'", "tariff, age, month"), "sample", run, "--given", "weekday=Mon");
        bench.refused(USAGE, List.of("'old'", "finite number"), "sample", run, "--given", "age=old");
        bench.refused(USAGE, List.of("--guidance", "no condition"), "sample", run, "--guidance", "2");
        Path recipe = bench.table();
        bench.refused(DATA, List.of("no date"), "train", recipe, "--data", table, "data.condition=[month(tariff)]");
        bench.refused(USAGE, List.of("no column 'size'"), "train", recipe, "--data", table, "data.condition=[size]");
        bench.refused(
                USAGE,
                List.of("pictures", "label"),
                "train",
                "mnist-small",
                "--data",
                table,
                "data.condition=[tariff]");
    }

    @Test
    void methodsReplaceTheLossesAndAreComparedSideBySide() {
        Path flow = bench.path("flow");
        Path equilibrium = bench.path("equilibrium");
        bench.em("train", bench.toy(), "--method", "flow-matching", "--no-report", "--run", flow)
                .done();
        bench.em("train", bench.toy(), "--method", "equilibrium-matching", "--no-report", "--run", equilibrium)
                .done();
        assertThat(bench.em("compare", flow, equilibrium, "-n", 100).done().out())
                .contains("equilibrium-matching", "nesterov", "gradient-flow", "5 t");
        assertThat(bench.em("sample", flow, "-n", 200, "--kernel", "mala", "--certificate")
                        .done()
                        .out())
                .contains("Configurational temperature", "virial residual", "V rises on all rays", "KL(samples");
        bench.refused(USAGE, List.of("no temperature"), "likelihood", equilibrium);
        String reflow = "phases=[{name: reflow, steps: 4, loss: [{reflow: {teacher: '%s', steps: 2}}]}]";
        Path straighter = bench.path("straighter");
        bench.em("train", bench.toy(), String.format(reflow, flow), "--no-report", "--run", straighter)
                .done();
        assertThat(bench.em("sample", straighter, "-n", 10).done().out()).contains("10 samples");
        bench.refused(DATA, List.of("holds no checkpoint"), "train", bench.toy(), String.format(reflow, "nowhere"));
        bench.refused(USAGE, List.of("teacher is empty"), "train", bench.toy(), "phases.warm-up.loss=[reflow]");
        bench.refused(USAGE, List.of("energy-matching"), "train", bench.toy(), "--method", "score-matching");
    }
}
