package org.energymatching.cli.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A loss takes two files and one registration: {@link MeanEnergy}, {@link MeanEnergyConfig} and a line of {@link TestVariants},
 * which {@code META-INF/services} names. A kernel takes one file, {@link SlowConfig}, and its line.
 */
class ExtensionTest {

    private static final String KEY = "phases.warm-up.loss.mean-energy";

    @TempDir
    private Path folder = Path.of("");

    private Workbench bench = new Workbench(Path.of(""));
    private Path run = Path.of("");

    @BeforeEach
    void begin() {
        bench = new Workbench(folder);
        run = bench.path("run");
    }

    @Test
    void aLossIsTrainedByItsName() throws IOException {
        bench.em(
                        "train",
                        bench.toy(),
                        "--run",
                        run,
                        "phases.warm-up.steps=300",
                        "phases.warm-up.loss=[{mean-energy: {level: 3}}]",
                        "phases.joint.steps=1",
                        KEY.replace("warm-up", "joint") + ".weight=1",
                        KEY.replace("warm-up", "joint") + ".level=3",
                        "phases.joint.loss.flow-matching.weight=0",
                        "phases.joint.loss.contrastive-divergence.weight=0")
                .done();
        assertThat(Files.readString(run.resolve("metrics.jsonl")))
                .contains("\"meanEnergy\"")
                .doesNotContain("\"flow\"");
        Samples data = TwoMoons.create().sample(100, Rng.of(3));
        for (double energy : TrainedRun.open(run).potential().energies(data)) {
            assertThat(energy).isCloseTo(3, within(1.5));
        }
        assertThat(bench.em(
                                "train",
                                bench.toy(),
                                "--run",
                                bench.path("other"),
                                KEY + ".weight=2",
                                "phases.warm-up.steps=2")
                        .done()
                        .out())
                .isNotEmpty();
        assertThat(Files.readString(bench.path("other").resolve("metrics.jsonl")))
                .contains("\"meanEnergy\"", "\"flow\"");
    }

    @Test
    void itsKeysAreOverriddenCheckedAndExplained() {
        RunConfig config = RunConfig.load("toy2d", List.of(KEY + ".level=-2"));
        assertThat(config.losses(MeanEnergyConfig.class)).containsExactly(new MeanEnergyConfig(1, -2));
        assertThat(RunConfig.parse(config.toYaml(), "again")).isEqualTo(config);
        assertThat(bench.em("config", "explain", KEY + ".level").done().out())
                .contains("The level of the energy.", "c");
        assertThat(bench.em("config", "explain", "phases.warm-up.loss").done().out())
                .contains("mean-energy", "Keeps the energy of data at a level.");
        bench.refused(
                2, List.of("mean-energy.weight is -1", "at least 0"), "config", "show", "toy2d", KEY + ".weight=-1");
        bench.refused(2, List.of("Did you mean '" + KEY + ".level'?"), "config", "show", "toy2d", KEY + ".levl=1");
    }

    @Test
    void aKernelDrawsSamplesByItsName() {
        bench.em("train", bench.toy(), "--run", run, "phases.warm-up.steps=2", "phases.joint.steps=1")
                .done();
        assertThat(drawn("slow")).isEqualTo(drawn("euler-maruyama"));
        assertThat(drawn("slow:part=0.5")).isNotEqualTo(drawn("slow"));
        bench.refused(2, List.of("sampling.kernel.slow.part is 2"), "sample", run, "--kernel", "slow:part=2");
        assertThat(bench.em("sample", "--help").done().out()).contains("slow");
    }

    private float[] drawn(String kernel) {
        Path out = bench.path("drawn.csv");
        bench.em("sample", run, "-n", 9, "--time", 0.2, "--step", 0.1, "--kernel", kernel, "--out", out)
                .done();
        return Workbench.rows(out).values();
    }
}
