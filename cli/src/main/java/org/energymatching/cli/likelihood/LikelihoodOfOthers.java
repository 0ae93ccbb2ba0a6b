package org.energymatching.cli.likelihood;

import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.density.Gaussian;
import org.energymatching.density.KernelDensity;
import org.energymatching.tensor.Rng;

/** The likelihood of rows under simple models of the training data, as baselines of a run's own. */
final class LikelihoodOfOthers {

    private static final int KERNELS = 5_000;
    private static final int JUDGES = 1_000;

    private LikelihoodOfOthers() {}

    static void add(LikelihoodReport account, LikelihoodPlan plan, Samples rows, Samples training, Rng rng) {
        Samples points = training.pick(TrainedRun.Given.drawn(training.rows(), KERNELS, rng.stream("kernels")));
        KernelDensity kernels = KernelDensity.crossValidated(points, JUDGES);
        account.model(
                "kernels",
                Numbers.format("%,d kernels of width %.3f", points.rows(), kernels.bandwidth()),
                kernels,
                rows);
        account.model("Gaussian", "Gaussian", Gaussian.fit(training), rows);
        int components = Math.min(plan.components(), training.rows() / 2);
        account.model(
                "mixture",
                "mixture of " + components + " Gaussians",
                ExpectationMaximisation.fit(training, components, rng.stream("mixture"))
                        .mixture(),
                rows);
        account.note(
                "Kernels, Gaussian and mixture are fitted to %,d rows of training data; the kernels' width is in standardised"
                        + " units.",
                training.rows());
    }
}
