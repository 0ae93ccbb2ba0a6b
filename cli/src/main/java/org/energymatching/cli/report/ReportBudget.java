package org.energymatching.cli.report;

import org.energymatching.Target;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Workers;

/**
 * The time budget of a report after training: a tenth of the training, and half a minute at least.
 *
 * @param seconds all its chains together; infinite if the user requested the report
 */
public record ReportBudget(double seconds) {

    private static final double SHARE = 0.1;
    private static final double LEAST_SECONDS = 30;

    /** Fewer samples are of no use. */
    private static final int FEWEST = 16;

    private static final int PROBED_STEPS = 2;
    private static final int PROBE_GROWTH = 4;
    private static final int MOST_PROBED_STEPS = 128;
    private static final double ENOUGH_SECONDS = 0.5;

    /** The budget after this many seconds of training. */
    public static ReportBudget after(double trainingSeconds) {
        return new ReportBudget(Math.max(LEAST_SECONDS, SHARE * trainingSeconds));
    }

    /** The budget without a limit. */
    static ReportBudget unlimited() {
        return new ReportBudget(Double.POSITIVE_INFINITY);
    }

    /**
     * The share of the chains of a report that fits, estimated from a few steps of single chains; the rest is reported.
     *
     * @param chains all chains of the report
     * @param end the time that they are followed to
     * @return in (0, 1]
     */
    double share(TrainedRun run, int chains, double end, Console console) {
        if (Double.isInfinite(seconds)) {
            return 1;
        }
        double needed = secondsPerChainStep(run)
                * chains
                * end
                / run.config().sampling().step();
        if (needed <= seconds) {
            return 1;
        }
        double share = Math.max((double) FEWEST / chains, seconds / needed);
        if (share < 1) {
            console.info(Numbers.format(
                    "The report shows %.0f %% of the samples that it could, to stay within about %s; 'em plot %s' shows all.",
                    100 * share, Progress.duration(Math.round(seconds)), run.directory()));
        }
        return Math.min(1, share);
    }

    /** From a few steps; from more of them if they are so fast that the preparation of the first ones would count. */
    private static double secondsPerChainStep(TrainedRun run) {
        double step = run.config().sampling().step();
        for (int steps = PROBED_STEPS; ; steps *= PROBE_GROWTH) {
            Sampler probe = new Sampler(
                    run.config().sampling().kernel().kernel(),
                    Experiment.temperature(
                            run.config(), run.config().temperature().tauStar()),
                    new TimeGrid(steps * step, step),
                    run.ofPictures() ? 1 : run.config().shardRows());
            int probed = Workers.common().count() * probe.blockRows();
            long started = System.nanoTime();
            probe.sample(Target.of(run.potential()), run.source(), probed, 1);
            double seconds = (System.nanoTime() - started) * 1e-9;
            if (seconds > ENOUGH_SECONDS || steps >= MOST_PROBED_STEPS) {
                return seconds / probed / steps;
            }
        }
    }

    /** A share of this many samples, and not too few to be of use. */
    static int of(double share, int wanted) {
        return Math.min(wanted, Math.max(FEWEST, (int) Math.floor(share * wanted)));
    }
}
