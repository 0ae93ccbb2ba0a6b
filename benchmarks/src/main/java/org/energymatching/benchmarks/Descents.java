package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.plot.Plot;
import org.energymatching.sampling.GradientDescent;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.SamplingResult;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.training.RunDirectory;

/**
 * Samples of {@code toy2d-eqm} by descent: {@code descents RUN…}. For each run, momentum, step and resting gradient: the median distance of
 * 1,000 samples to the nearest of 2,000 fresh data, the energy distance to as many others, and the mean number of steps.
 */
final class Descents {

    private static final int STEPS = 250;
    private static final double STEP = 0.0034;
    private static final double[] MOMENTA = {0, 0.3};
    private static final double[] COUNTS = {2, 3, 5, 10, 15, 25, 50, 100, STEPS};

    private Descents() {}

    /** Arguments: runs, and a picture of steps against quality if the last one ends in .png. */
    public static void main(String[] args) {
        boolean drawn = args.length > 0 && args[args.length - 1].endsWith(".png");
        List<String> runs = Arrays.asList(args).subList(0, drawn ? args.length - 1 : args.length);
        Samples data = TwoMoons.create().sample(2000, Rng.of(11));
        Samples other = TwoMoons.create().sample(1000, Rng.of(12));
        System.out.println(
                "run              momentum  step x  steps  resting  median distance  energy distance  mean steps");
        double[][] distances = new double[MOMENTA.length][COUNTS.length];
        for (String run : runs) {
            Checkpoint checkpoint =
                    Checkpoint.read(new RunDirectory(Path.of(run)).newest().orElseThrow());
            for (int m = 0; m < MOMENTA.length; m++) {
                for (double scale : new double[] {0.4, 2.5}) {
                    descend(run, checkpoint, MOMENTA[m], scale, STEPS, 0, data, other);
                }
                for (int k = 0; k < COUNTS.length; k++) {
                    double scale = (double) STEPS / COUNTS[k];
                    distances[m][k] +=
                            descend(run, checkpoint, MOMENTA[m], scale, (int) COUNTS[k], 0, data, other) / runs.size();
                }
            }
            for (double resting : new double[] {0.3, 0.45, 0.6, 0.8}) {
                descend(run, checkpoint, 0.3, 1, STEPS, resting, data, other);
            }
        }
        if (drawn) {
            Plot.titled("Equilibrium matching on two moons")
                    .x("steps to t = " + STEPS * STEP)
                    .y("median distance to the nearest datum")
                    .logX()
                    .yRange(0, 0.1)
                    .line(COUNTS, distances[0], "gradient descent")
                    .line(COUNTS, distances[1], "Nesterov, momentum " + MOMENTA[1])
                    .save(Path.of(args[args.length - 1]));
        }
    }

    private static double descend(
            String run,
            Checkpoint checkpoint,
            double momentum,
            double scale,
            int steps,
            double resting,
            Samples data,
            Samples other) {
        double step = STEP * scale;
        SamplingResult result = new Sampler(
                        new GradientDescent(momentum, resting),
                        TemperatureSchedule.constant(0),
                        new TimeGrid(steps * step, step))
                .watched(Target.of(checkpoint.potential()), StandardNormal.of(2), 1000, 5, () -> {}, steps * step);
        Samples x = result.trajectory().last();
        Double moved = result.diagnostics().meanSteps();
        double median = median(x, data);
        System.out.printf(
                Locale.ROOT,
                "%-18s %6.1f %7.2f %6d %8.2f %16.4f %16.4f %11.1f%n",
                run,
                momentum,
                scale,
                steps,
                resting,
                median,
                EnergyDistance.between(x, other),
                moved == null ? steps : moved);
        return median;
    }

    private static double median(Samples x, Samples data) {
        double[] nearest = new double[x.rows()];
        Arrays.setAll(nearest, i -> {
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < data.rows(); j++) {
                least = Math.min(
                        least,
                        Math.hypot(
                                x.values()[2 * i] - data.values()[2 * j],
                                x.values()[2 * i + 1] - data.values()[2 * j + 1]));
            }
            return least;
        });
        Arrays.sort(nearest);
        return nearest[nearest.length / 2];
    }
}
