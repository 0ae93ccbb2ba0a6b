package org.energymatching.cli.likelihood;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.density.AnnealedImportance;
import org.energymatching.density.AnnealedRun;
import org.energymatching.density.Annealing;
import org.energymatching.density.EquilibriumDensity;
import org.energymatching.density.Gaussian;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.KernelDensity;
import org.energymatching.density.LogPartition;
import org.energymatching.density.Quadrature;
import org.energymatching.density.ThermodynamicIntegration;
import org.energymatching.error.FailedException;
import org.energymatching.nn.Architecture;
import org.energymatching.tensor.Rng;

/** The likelihood of rows at a run's equilibrium, exp(-V/ε_max)/Z. */
final class LikelihoodOfEquilibrium {

    private static final int GRID_DIMENSIONS = 2;

    private static final int SAMPLES = 512;

    private LikelihoodOfEquilibrium() {}

    /** The flow has a density even without an equilibrium: if both are computed, that there is no equilibrium is a result. */
    static void add(
            LikelihoodReport account,
            TrainedRun run,
            LikelihoodPlan plan,
            LikelihoodRows rows,
            Rng rng,
            Console console) {
        try {
            double epsilon = run.config().temperature().epsilonMax();
            EquilibriumDensity density = new EquilibriumDensity(
                    run.potential(), epsilon, logPartition(account, run, plan, rows, rng, console));
            account.model(
                    Likelihoods.EQUILIBRIUM,
                    Numbers.format("equilibrium, ε = %s", epsilon),
                    density.of(rows.rows()),
                    new double[0],
                    x -> density.of(x).nats());
        } catch (FailedException endless) {
            if (plan.method() == LikelihoodPlan.Method.EQUILIBRIUM) {
                throw endless;
            }
            account.note(
                    "There is no likelihood at equilibrium. %s %s %s",
                    endless.happened(), endless.expected(), endless.remedy());
            account.detail("equilibriumFailure", endless.happened());
        }
    }

    private static LogPartition logPartition(
            LikelihoodReport account,
            TrainedRun run,
            LikelihoodPlan plan,
            LikelihoodRows rows,
            Rng rng,
            Console console) {
        Samples around = rows.training() != null
                ? rows.training()
                : run.ofPictures() ? rows.rows() : samples(run, plan.seed(), console);
        boolean grid = plan.logZ() == LikelihoodPlan.LogZ.QUADRATURE
                || (plan.logZ() == LikelihoodPlan.LogZ.AUTO && run.width() <= GRID_DIMENSIONS);
        return grid ? onGrid(account, run, around) : annealed(account, run, plan, around, rng, console);
    }

    /** The region of the density without training data: that of the run's own samples. */
    private static Samples samples(TrainedRun run, long seed, Console console) {
        double end = run.config().sampling().time();
        return run.trajectory(SAMPLES, seed, run.config().sampling().step(), console, end)
                .last();
    }

    private static LogPartition onGrid(LikelihoodReport account, TrainedRun run, Samples around) {
        Quadrature found = Quadrature.of(
                EquilibriumDensity.unnormalised(
                        run.potential(), run.config().temperature().epsilonMax()),
                around);
        account.note(
                "log Z = %.4f ± %.1e by quadrature, %,d nodes in each direction from %s to %s, in standardised units.",
                found.logPartition().value(),
                found.logPartition().standardError(),
                found.nodes(),
                corner(found.low()),
                corner(found.high()));
        account.detail("logZ", found.logPartition());
        return found.logPartition();
    }

    private static LogPartition annealed(
            LikelihoodReport account, TrainedRun run, LikelihoodPlan plan, Samples around, Rng rng, Console console) {
        Annealing annealing = plan.annealing();
        AnnealedRun found;
        try (Progress progress = console.progress("annealing", annealing.blocks(run.width()))) {
            Runnable counted = progress.counting("blocks of chains");
            double epsilon = run.config().temperature().epsilonMax();
            Rng own = rng.stream("annealing");
            Architecture architecture = run.checkpoint().architecture();
            found = GaussianMixture.tiltedBy(architecture)
                    .map(mixture -> annealing.run(run.potential(), epsilon, mixture, own, counted))
                    .orElseGet(() -> annealing.run(
                            run.potential(),
                            epsilon,
                            run.ofPictures() ? round(around) : Gaussian.fit(around),
                            architecture.inputShape(),
                            own,
                            counted));
        }
        AnnealedImportance importance = AnnealedImportance.of(found);
        LogPartition integral = ThermodynamicIntegration.of(found);
        account.note(
                "log Z = %.3f ± %.3f by annealed importance sampling (%.1f of %,d chains count; above %.3f ± %.3f on average)"
                        + " and %.3f ± %.3f by thermodynamic integration, in standardised units.",
                importance.logPartition().value(),
                importance.logPartition().standardError(),
                importance.effectiveSampleSize(),
                annealing.chains(),
                importance.lowerBound().value(),
                importance.lowerBound().standardError(),
                integral.value(),
                integral.standardError());
        account.detail("annealedImportance", importance);
        account.detail("thermodynamicIntegration", integral);
        LogPartition chosen = plan.logZ() == LikelihoodPlan.LogZ.TI ? integral : importance.logPartition();
        account.detail("logZ", chosen);
        return chosen;
    }

    /** Pixels at the border of images vary too little for a Gaussian of full covariance. */
    private static Gaussian round(Samples pictures) {
        int d = pictures.width();
        double deviation = KernelDensity.deviation(pictures);
        double[] factor = new double[d * d];
        double[] mean = new double[d];
        for (int j = 0; j < d; j++) {
            factor[j * d + j] = deviation;
        }
        for (int at = 0; at < pictures.values().length; at++) {
            mean[at % d] += (double) pictures.values()[at] / pictures.rows();
        }
        return new Gaussian(mean, factor);
    }

    private static String corner(double[] at) {
        return Arrays.stream(at).mapToObj(x -> Numbers.format("%.2f", x)).collect(Collectors.joining(", ", "(", ")"));
    }
}
