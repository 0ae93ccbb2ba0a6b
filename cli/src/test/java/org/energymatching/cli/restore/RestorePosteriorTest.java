package org.energymatching.cli.restore;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.cli.TestConsole;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.cli.testing.Workbench;
import org.energymatching.data.Standardization;
import org.energymatching.sampling.posterior.EnsembleSummary;
import org.energymatching.sampling.posterior.PosteriorPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restored rows of a run whose potential is ½‖z‖², so that the posterior is known: z ~ N(0, ε) before the measurement. */
class RestorePosteriorTest {

    private static final int CHAINS = 600;

    @TempDir
    static Path folder;

    private static Path days;
    private static TrainedRun run;

    @BeforeAll
    static void train() {
        Workbench bench = new Workbench(folder);
        days = bench.days("days.csv", 40);
        Path trained = bench.path("run");
        bench.em("train", bench.table(), "--data", days, "--run", trained, "phases.warm-up.steps=1")
                .done();
        TrainedRun real = TrainedRun.open(trained);
        Potential quadratic = x -> x.square().sumPerRow().times(0.5);
        run = real.with(quadratic);
    }

    private static double epsilon() {
        return run.config().temperature().epsilonMax();
    }

    private static double[] scale() {
        Standardization units = requireNonNull(run.checkpoint().standardization());
        return units.scale();
    }

    private static EnsembleSummary restored(Measurements measurements) {
        PosteriorPlan plan = new PosteriorPlan(CHAINS, 0, 0, 1, 6, 0.05, 0, true, null, 5);
        return Restoration.sampler(run, plan)
                .sample(measurements.observation(), () -> {})
                .summary();
    }

    private static Measurements simulated(String operator, String noise) {
        MeasurementOptions options = new MeasurementOptions();
        options.data = days;
        options.simulate = true;
        options.operators = List.of(OperatorText.of(operator));
        options.noise = NoiseText.of(noise);
        options.n = 2;
        return options.measurements(run, 9, TestConsole.silent());
    }

    @Test
    void noiseIsInTheUnitsOfTheTable() {
        String noise = "5";
        Measurements measurements = simulated("columns:c", noise);
        EnsembleSummary maps = restored(measurements);
        Samples y = run.toStandardised(measurements.shown());
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                double sigma = 5 / scale()[j];
                double gain = j == 2 ? 0 : epsilon() / (epsilon() + sigma * sigma);
                double mean = j == 2 ? 0 : gain * y.values()[i * 3 + j];
                double deviation = Math.sqrt(epsilon() * (1 - gain));
                require(maps, i * 3 + j, mean, deviation);
            }
        }
    }

    @Test
    void sumsOfColumnsAreTakenInTheUnitsOfTheTable() {
        String noise = "1";
        Measurements measurements = simulated("downsample:3", noise);
        EnsembleSummary maps = restored(measurements);
        Samples y = measurements.shown();
        double[] means = requireNonNull(run.checkpoint().standardization()).mean();
        double centre = (means[0] + means[1] + means[2]) / 3.0;
        double[] a = {scale()[0] / 3.0, scale()[1] / 3.0, scale()[2] / 3.0};
        double variance = 1 + epsilon() * (a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                double gain = epsilon() * a[j] / variance;
                double mean = gain * (y.values()[i] - centre);
                double deviation = Math.sqrt(epsilon() - gain * gain * variance);
                require(maps, i * 3 + j, mean, deviation);
            }
        }
    }

    /** Within four standard errors, and what the step does to the variance. */
    private static void require(EnsembleSummary maps, int at, double mean, double deviation) {
        assertThat((double) maps.mean().values()[at])
                .as("mean of value %d, seed 5", at)
                .isCloseTo(mean, within(4 * deviation / Math.sqrt(CHAINS)));
        assertThat((double) maps.deviation().values()[at])
                .as("deviation of value %d, seed 5", at)
                .isCloseTo(deviation, within(0.15 * deviation));
    }
}
