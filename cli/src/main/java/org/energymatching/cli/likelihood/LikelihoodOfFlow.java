package org.energymatching.cli.likelihood;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.loss.FlowMatchingConfig;
import org.energymatching.cli.network.MlpConfig;
import org.energymatching.cli.network.NetworkConfig;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.density.FlowDensity;
import org.energymatching.density.FlowLikelihood;
import org.energymatching.density.KernelDensity;
import org.energymatching.density.Laplacian;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Activation;
import org.energymatching.tensor.Rng;

/** The likelihood of rows under the flow from a run's source. */
final class LikelihoodOfFlow {

    private static final int EXACT_DIMENSIONS = 64;

    /** The step of differences, as a share of the data's deviation. */
    private static final double DIFFERENCE = 0.02;

    private static final double ROUGH_TOLERANCE = 1e-3;

    private LikelihoodOfFlow() {}

    /**
     * Adds the likelihood of the rows whose integration succeeded, and returns these. A run without flow matching in any phase
     * has no flow: if the equilibrium is computed as well, that is a result.
     */
    static LikelihoodRows add(
            LikelihoodReport account,
            TrainedRun run,
            LikelihoodPlan plan,
            LikelihoodRows all,
            Rng rng,
            Console console) {
        Samples rows = all.rows();
        if (run.config().losses(FlowMatchingConfig.class).findAny().isEmpty()) {
            if (plan.method() == LikelihoodPlan.Method.FLOW) {
                throw new UsageException(
                        "The run in " + run.directory()
                                + " was trained without flow matching: none of its phases has that loss.",
                        "A likelihood along the flow is that of a run that has learnt one.",
                        "Ask for --method=equilibrium, or train with the loss flow-matching.");
            }
            account.note("There is no likelihood along a flow: all phases of the run left flow matching out.");
            return all;
        }
        Density source = FlowDensity.densityOf(run.source());
        Way way = way(run, plan, rows, console);
        FlowDensity density = new FlowDensity(run.potential(), source, way.laplacian, way.tolerance);
        FlowLikelihood found;
        try (Progress progress = console.progress("flow", density.blocks(rows.rows()))) {
            found = density.of(rows, rng.stream("probes"), progress.counting("blocks of rows"));
        }
        account.model(
                Likelihoods.FLOW,
                "flow, t = 0 to 1",
                found.logLikelihood(),
                found.known(found.standardErrors()),
                x -> Arrays.stream(density.of(x, rng.stream("probes")).logDensities())
                        .map(log -> Double.isNaN(log) ? Double.NEGATIVE_INFINITY : log)
                        .toArray());
        double[] trips = found.known(found.roundTrips());
        Arrays.sort(trips);
        double median = trips[trips.length / 2];
        double mean = Arrays.stream(found.steps()).average().orElse(0);
        account.note(
                "Flow: %s to a tolerance of %.0e in %.0f steps a row; there and back again, half of the rows come to within"
                        + " %.1e of where they were, all within %.1e.",
                way.name, way.tolerance, mean, median, found.roundTrip());
        account.detail("laplacian", way.name);
        account.detail("tolerance", way.tolerance);
        account.detail("medianRoundTrip", median);
        account.detail("largestRoundTrip", found.roundTrip());
        int[] lost = found.lost();
        if (lost.length > 0) {
            List<Integer> numbers = IntStream.of(lost)
                    .map(i -> all.given().numbers()[i] + 1)
                    .boxed()
                    .toList();
            account.note(
                    "%d of %,d rows are left out of all models, for the flow cannot be followed through them: %s%s.",
                    lost.length,
                    rows.rows(),
                    numbers.subList(0, Math.min(10, lost.length)),
                    lost.length > 10 ? " and more" : "");
            account.detail("lostRows", numbers);
        }
        return all.without(lost);
    }

    /** How the flow is integrated. */
    private record Way(Laplacian laplacian, String name, double tolerance) {}

    private static Way way(TrainedRun run, LikelihoodPlan plan, Samples rows, Console console) {
        boolean bent = bent(run.config().network());
        LikelihoodPlan.LaplacianKind kind = plan.laplacian();
        if (kind == LikelihoodPlan.LaplacianKind.AUTO) {
            kind = bent
                    ? LikelihoodPlan.LaplacianKind.DIFFERENCES
                    : rows.width() > EXACT_DIMENSIONS
                            ? LikelihoodPlan.LaplacianKind.HUTCHINSON
                            : LikelihoodPlan.LaplacianKind.EXACT;
        }
        boolean rough = kind == LikelihoodPlan.LaplacianKind.DIFFERENCES;
        if (bent && !rough) {
            console.warn("The network has ReLU, whose bends second derivatives overlook: the flow's density will not"
                    + " integrate to one. --laplacian differences sees them.");
        }
        double tolerance =
                plan.tolerance() != null ? plan.tolerance() : rough ? ROUGH_TOLERANCE : FlowDensity.TOLERANCE;
        if (rough) {
            double step = DIFFERENCE * KernelDensity.deviation(rows);
            String name = Numbers.format("Laplacian by differences of the slope over %.3g", step);
            return new Way(Laplacian.differences(step), name, tolerance);
        }
        return kind == LikelihoodPlan.LaplacianKind.EXACT
                ? new Way(Laplacian.exact(), "exact Laplacian", tolerance)
                : new Way(
                        Laplacian.hutchinson(plan.probes()),
                        plan.probes() + " random probes of the Laplacian",
                        tolerance);
    }

    private static boolean bent(NetworkConfig network) {
        return network instanceof MlpConfig mlp
                && (mlp.firstActivation() == Activation.RELU || mlp.activation() == Activation.RELU);
    }
}
