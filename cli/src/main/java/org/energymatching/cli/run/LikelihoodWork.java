package org.energymatching.cli.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.config.Choices;
import org.energymatching.cli.config.NetworkConfig;
import org.energymatching.data.Standardization;
import org.energymatching.density.AnnealedImportance;
import org.energymatching.density.AnnealedRun;
import org.energymatching.density.Annealing;
import org.energymatching.density.EquilibriumDensity;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.density.FlowDensity;
import org.energymatching.density.FlowLikelihood;
import org.energymatching.density.Gaussian;
import org.energymatching.density.KernelDensity;
import org.energymatching.density.Laplacian;
import org.energymatching.density.LogLikelihood;
import org.energymatching.density.LogPartition;
import org.energymatching.density.Quadrature;
import org.energymatching.density.ThermodynamicIntegration;
import org.energymatching.error.FailedException;
import org.energymatching.nn.Activation;
import org.energymatching.sampling.Kernel;
import org.energymatching.tensor.Rng;

/** Computes the {@link Likelihoods} of a run, one model after another. */
final class LikelihoodWork {

    private static final int EXACT_DIMENSIONS = 64;
    private static final int KERNELS = 5_000;
    private static final int JUDGES = 1_000;

    /** Differences are taken over this share of the data's deviation. */
    private static final double DIFFERENCE = 0.02;

    private static final double ROUGH_TOLERANCE = 1e-3;

    private final TrainedRun run;
    private final LikelihoodPlan plan;
    private final Console console;
    private final LikelihoodRows rows;
    private final Rng rng;
    private final double logVolume;
    private final Likelihoods.Builder builder = new Likelihoods.Builder();

    private LikelihoodWork(TrainedRun run, LikelihoodPlan plan, Console console) {
        this.run = run;
        this.plan = plan;
        this.console = console;
        this.rows = LikelihoodRows.of(run, plan);
        this.rng = Rng.of(plan.seed()).stream("likelihood");
        this.logVolume = logVolume(run);
    }

    static LikelihoodWork of(TrainedRun run, LikelihoodPlan plan, Console console) {
        return new LikelihoodWork(run, plan, console);
    }

    Likelihoods done() {
        if (plan.method().flow()) {
            flow();
        }
        if (plan.method() == LikelihoodPlan.Method.EQUILIBRIUM) {
            equilibrium();
        } else if (plan.method() == LikelihoodPlan.Method.BOTH) {
            equilibriumIfAny();
        }
        if (rows.training() != null) {
            others(rows.training());
        }
        builder.note(
                "%,d rows of %s, in the units of the data; ± is the standard error of the mean.",
                rows.rows().rows(), rows.what());
        if (run.ofPictures()) {
            builder.note("Pixels are bytes 0 to 255 with uniform noise of half a level on either side.");
        }
        return builder.build(rows);
    }

    /** log |det dz/dx| of the map from the data's units to those of the potential; pixels go from -1 to 1 in 255 levels. */
    private static double logVolume(TrainedRun run) {
        if (run.ofPictures()) {
            return -run.width() * Math.log(127.5);
        }
        Standardization standardization = run.checkpoint().standardization();
        double sum = 0;
        if (standardization != null) {
            for (float scale : standardization.scale()) {
                sum -= Math.log(scale);
            }
        }
        return sum;
    }

    private void add(
            String column,
            String label,
            LogLikelihood likelihood,
            double[] errors,
            Function<Samples, double[]> inside) {
        builder.add(new Likelihoods.Model(
                column,
                label,
                likelihood.plus(logVolume),
                Arrays.stream(errors).anyMatch(error -> error > 0) ? errors : null,
                x -> Arrays.stream(inside.apply(x)).map(log -> log + logVolume).toArray()));
    }

    private void flow() {
        Density source = FlowDensity.densityOf(run.source());
        Laplacian laplacian = laplacian();
        boolean rough = !laplacian.equals(Laplacian.exact()) && laplacian.estimates() == 1;
        double tolerance =
                plan.tolerance() != null ? plan.tolerance() : rough ? ROUGH_TOLERANCE : FlowDensity.TOLERANCE;
        FlowDensity density = new FlowDensity(run.potential(), source, laplacian, tolerance);
        FlowLikelihood found;
        try (Progress progress =
                console.progress("flow", density.blocks(rows.rows().rows()))) {
            AtomicLong done = new AtomicLong();
            found = density.of(rows.rows(), rng.stream("probes"), () -> {
                synchronized (progress) {
                    progress.at(done.incrementAndGet(), "blocks of rows");
                }
            });
        }
        add(
                Likelihoods.FLOW,
                "flow, t = 0 to 1",
                found.logLikelihood(),
                found.standardErrors(),
                x -> density.of(x, rng.stream("probes")).logDensities());
        double[] trips = found.roundTrips().clone();
        Arrays.sort(trips);
        int[] steps = found.steps();
        builder.note(
                "Flow: %s to a tolerance of %.0e in %.0f steps a row; there and back again, half of the rows come to within"
                        + " %.1e of where they were, all within %.1e.",
                name(laplacian),
                tolerance,
                Arrays.stream(steps).average().orElse(0),
                trips[trips.length / 2],
                found.roundTrip());
        builder.detail("laplacian", name(laplacian));
        builder.detail("tolerance", tolerance);
        builder.detail("medianRoundTrip", trips[trips.length / 2]);
        builder.detail("largestRoundTrip", found.roundTrip());
    }

    private static String name(Laplacian laplacian) {
        String record = laplacian.toString();
        return record.startsWith("Exact")
                ? "exact Laplacian"
                : laplacian.estimates() > 1
                        ? laplacian.estimates() + " random probes of the Laplacian"
                        : "Laplacian by differences of the slope over "
                                + record.replaceAll("^.*=|\\]$", "").replaceAll("(\\.\\d{3})\\d+", "$1");
    }

    private Laplacian laplacian() {
        boolean many = rows.rows().width() > EXACT_DIMENSIONS;
        return switch (plan.laplacian()) {
            case EXACT -> {
                if (bent()) {
                    console.warn(
                            "The network has ReLU, whose bends the exact Laplacian overlooks: the flow's density will"
                                    + " not integrate to one. --laplacian differences sees them.");
                }
                yield Laplacian.exact();
            }
            case HUTCHINSON -> Laplacian.hutchinson(plan.probes());
            case DIFFERENCES -> differences();
            case AUTO -> bent() ? differences() : many ? Laplacian.hutchinson(plan.probes()) : Laplacian.exact();
        };
    }

    private Laplacian differences() {
        return Laplacian.differences(DIFFERENCE * KernelDensity.deviation(rows.rows()));
    }

    private boolean bent() {
        NetworkConfig network = run.config().network();
        return network.kind() == Choices.NetworkKind.PERCEPTRON
                && (network.firstActivation() == Activation.RELU || network.activation() == Activation.RELU);
    }

    private void equilibrium() {
        double epsilon = run.config().temperature().epsilonMax();
        EquilibriumDensity density = new EquilibriumDensity(run.potential(), epsilon, logPartition(epsilon));
        add(
                Likelihoods.EQUILIBRIUM,
                String.format(Locale.ROOT, "equilibrium, ε = %s", epsilon),
                density.of(rows.rows()),
                new double[0],
                x -> density.of(x).nats());
    }

    /** The flow has its density also where the equilibrium has none; that it has none is a result. */
    private void equilibriumIfAny() {
        try {
            equilibrium();
        } catch (FailedException endless) {
            builder.note("There is no likelihood at equilibrium. %s %s", endless.happened(), endless.expected());
            builder.detail("equilibriumFailure", endless.happened());
        }
    }

    private LogPartition logPartition(double epsilon) {
        boolean grid = plan.logZ() == LikelihoodPlan.LogZ.QUADRATURE
                || (plan.logZ() == LikelihoodPlan.LogZ.AUTO && rows.rows().width() <= 2);
        Samples around = rows.training() != null ? rows.training() : rows.rows();
        if (grid) {
            Quadrature found = Quadrature.of(EquilibriumDensity.unnormalised(run.potential(), epsilon), around);
            builder.note(
                    "log Z = %.4f ± %.1e by quadrature, %,d nodes in each direction from %s to %s (standardised).",
                    found.logPartition().value(),
                    found.logPartition().standardError(),
                    found.nodes(),
                    corner(found.low()),
                    corner(found.high()));
            builder.detail("logZ", found.logPartition());
            return found.logPartition();
        }
        LikelihoodPlan.Size size = plan.annealing();
        Annealing annealing = new Annealing(Kernel.mala(), size.temperatures(), size.steps(), size.chains());
        AnnealedRun annealed;
        int width = rows.rows().width();
        try (Progress progress = console.progress("annealing", annealing.blocks(width))) {
            AtomicLong done = new AtomicLong();
            annealed = annealing.run(
                    run.potential(),
                    epsilon,
                    run.ofPictures() ? round(around) : Gaussian.fit(around),
                    rows.rows().shape().row(),
                    rng.stream("annealing"),
                    () -> {
                        synchronized (progress) {
                            progress.at(done.incrementAndGet(), "blocks of chains");
                        }
                    });
        }
        AnnealedImportance importance = AnnealedImportance.of(annealed);
        LogPartition integral = ThermodynamicIntegration.of(annealed);
        builder.note(
                "log Z = %.3f ± %.3f by annealed importance sampling (%.1f of %,d chains count; above %.3f on average) and"
                        + " %.3f ± %.3f by thermodynamic integration.",
                importance.logPartition().value(),
                importance.logPartition().standardError(),
                importance.effectiveSampleSize(),
                size.chains(),
                importance.lowerBound().value(),
                integral.value(),
                integral.standardError());
        builder.detail("annealedImportance", importance);
        builder.detail("thermodynamicIntegration", integral);
        LogPartition chosen = plan.logZ() == LikelihoodPlan.LogZ.TI ? integral : importance.logPartition();
        builder.detail("logZ", chosen);
        return chosen;
    }

    /** The pixels of pictures vary too little at the border for a Gaussian of full covariance. */
    private static Gaussian round(Samples pictures) {
        int d = pictures.width();
        double[] factor = new double[d * d];
        for (int j = 0; j < d; j++) {
            factor[j * d + j] = KernelDensity.deviation(pictures);
        }
        double[] mean = new double[d];
        for (int at = 0; at < pictures.values().length; at++) {
            mean[at % d] += (double) pictures.values()[at] / pictures.rows();
        }
        return new Gaussian(mean, factor);
    }

    private void others(Samples training) {
        Samples points = training.pick(LikelihoodRows.drawn(training.rows(), KERNELS, rng.stream("kernels")));
        KernelDensity kernels = KernelDensity.crossValidated(points, JUDGES);
        addOther(
                Likelihoods.KERNEL,
                String.format(Locale.ROOT, "%,d kernels of width %.3f", points.rows(), kernels.bandwidth()),
                kernels);
        addOther("Gaussian", "Gaussian", Gaussian.fit(training));
        int components = Math.min(plan.components(), training.rows() / 2);
        addOther(
                "mixture",
                "mixture of " + components + " Gaussians",
                ExpectationMaximisation.fit(training, components, rng.stream("mixture"))
                        .mixture());
        builder.note(
                "Kernels, Gaussian and mixture are fitted to %,d rows of training data; kernel widths are standardised.",
                training.rows());
    }

    private void addOther(String column, String label, Density density) {
        LogLikelihood likelihood = new LogLikelihood(
                density.logDensities(rows.rows()), 0, rows.rows().width());
        add(column, label, likelihood, new double[0], density::logDensities);
    }

    private static String corner(double[] at) {
        StringBuilder text = new StringBuilder("(");
        for (int j = 0; j < at.length; j++) {
            text.append(j > 0 ? ", " : "").append(String.format(Locale.ROOT, "%.2f", at[j]));
        }
        return text.append(")").toString();
    }
}
