package org.energymatching.cli.run;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.loss.LossConfig;
import org.energymatching.cli.loss.LossConfig.Meaning;
import org.energymatching.cli.loss.LossContext;
import org.energymatching.cli.source.FittedMixtureConfig;
import org.energymatching.condition.Conditions;
import org.energymatching.data.Dataset;
import org.energymatching.data.Standardization;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.MixtureSelection;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.potential.ConfinedPotential;
import org.energymatching.nn.potential.MixturePotential;
import org.energymatching.nn.potential.ResidualPotential;
import org.energymatching.objective.DataAugmentation;
import org.energymatching.objective.Objective;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What is computed from the data before training: a mixture fitted to them, and the radius of data and source.
 *
 * @param fitted the mixture for noise contrast, for missing values and as the base of a residual potential; null where it is not needed
 * @param base its energy, as in checkpoints, where it is the base of a residual potential; {@code fitted} is read from it, so
 *     that a resumed run has the same mixture
 * @param radius of the ball of the quadratic confinement, if there is one
 */
public record Equilibrium(
        RunConfig config,
        @Nullable GaussianMixture fitted,
        @Nullable MixturePotential base,
        OptionalDouble radius) {

    private static final int FITTED_ROWS = 5_000;
    private static final int TILTED_ROWS = 30_000;
    private static final int ROWS_A_COLUMN = 20;
    private static final int MOST_COMPONENTS = 24;
    private static final int MOST_TILTED_COMPONENTS = 96;

    /** Of fewer rows, the mixture is selected by held-out likelihood. */
    private static final int FEW_ROWS = 3_000;

    private static final int CANDIDATES = 8;

    /** Whether a mixture must be fitted to the data, since it is needed and the run has none. */
    public static boolean fitsMixture(RunConfig config, Distribution data, @Nullable Architecture begun) {
        return needsMixture(config, data) && !(begun instanceof ResidualPotential);
    }

    /** For source or losses, or to draw missing values given the others. */
    private static boolean needsMixture(RunConfig config, Distribution data) {
        return asked(config).isPresent() || hasGaps(data);
    }

    /** Whether rows have missing values. */
    static boolean hasGaps(Distribution data) {
        return data instanceof Dataset set && set.rows().incomplete().length > 0;
    }

    /** The configured number of Gaussians; empty where no mixture is needed. */
    private static OptionalInt asked(RunConfig config) {
        return config.source() instanceof FittedMixtureConfig mixture
                ? OptionalInt.of(mixture.components())
                : config.losses(LossConfig.class)
                        .map(LossConfig::mixtureComponents)
                        .flatMapToInt(OptionalInt::stream)
                        .findFirst();
    }

    /**
     * Computes from the data what the configuration needs: a mixture fitted to them, and the radius of data and source.
     *
     * @param begun the network of a resumed run, whose mixture or radius is kept; null for a new run
     * @param fitting called with the number of each step of fitting
     */
    static Equilibrium of(RunConfig config, Distribution data, @Nullable Architecture begun, IntConsumer fitting) {
        Rng rng = Rng.of(config.seed()).stream("density");
        MixturePotential base = begun instanceof ResidualPotential || config.source() instanceof FittedMixtureConfig
                ? base(config, data, begun, rng, fitting)
                : null;
        GaussianMixture fitted = base != null
                ? GaussianMixture.of(base)
                : needsMixture(config, data)
                        ? fit(data.sample(FITTED_ROWS, rng.stream("rows")), components(config, data), rng, fitting)
                        : null;
        return new Equilibrium(config, fitted, base, radius(config, data, fitted, begun, rng));
    }

    /** The mixture of a run whose data have missing values. */
    static GaussianMixture mixture(RunConfig config, Distribution data, Architecture trained) {
        return Objects.requireNonNull(of(config, data, trained, step -> {}).fitted);
    }

    private static MixturePotential base(
            RunConfig config, Distribution data, @Nullable Architecture begun, Rng rng, IntConsumer fitting) {
        if (begun instanceof ResidualPotential tilted) {
            return tilted.base();
        }
        Samples rows = everyRow(data, rng.stream("rows"));
        GaussianMixture fitted = selects(config, data)
                ? MixtureSelection.of(rows, rng.stream("fit")).mixture()
                : fit(rows, components(config, data), rng, fitting);
        return fitted.smoothed(((FittedMixtureConfig) config.source()).sigma()).energy();
    }

    /** Whether the number of Gaussians is that of the largest held-out likelihood. */
    public static boolean selects(RunConfig config, Distribution data) {
        return config.tilted()
                && asked(config).orElse(0) == 0
                && data instanceof Dataset set
                && set.rows().rows() >= MixtureSelection.FEWEST_ROWS
                && set.rows().rows() < FEW_ROWS;
    }

    private static OptionalDouble radius(
            RunConfig config,
            Distribution data,
            @Nullable GaussianMixture fitted,
            @Nullable Architecture begun,
            Rng rng) {
        if (begun instanceof ConfinedPotential confined) {
            return OptionalDouble.of(confined.radius());
        }
        if (begun != null || config.tilted() || config.confinementRadius() == 0) {
            return OptionalDouble.empty();
        }
        Samples from = Experiment.source(config, NetworkChoice.of(config, data.shape(), Conditions.none()))
                .sample(FITTED_ROWS, rng.stream("source"));
        Samples rows = everyRow(data, rng.stream("rows"));
        Samples complete = fitted == null ? rows : fitted.completed(rows, rng.stream("gaps"));
        double farthest = Math.max(from.farthest(), complete.farthest());
        return OptionalDouble.of(config.confinementRadius() * farthest);
    }

    /** Every row once, where there are not too many: duplicates would have too much weight. */
    private static Samples everyRow(Distribution data, Rng rng) {
        return data instanceof Dataset set && set.rows().rows() <= TILTED_ROWS
                ? set.rows()
                : data.batch(0, TILTED_ROWS, rng);
    }

    /** The number of Gaussians; by default as many as have enough rows for their covariances. */
    public static int components(RunConfig config, Distribution data) {
        int asked = asked(config).orElse(0);
        if (asked > 0) {
            return asked;
        }
        int most = config.tilted() ? TILTED_ROWS : FITTED_ROWS;
        int rows = data instanceof Dataset set ? Math.min(set.rows().rows(), most) : most;
        return Math.max(
                1,
                Math.min(
                        rows / (ROWS_A_COLUMN * data.shape().length()),
                        config.tilted() ? MOST_TILTED_COMPONENTS : MOST_COMPONENTS));
    }

    private static GaussianMixture fit(Samples rows, int components, Rng rng, IntConsumer fitting) {
        return ExpectationMaximisation.fit(rows, components, rng.stream("fit"), fitting)
                .mixture();
    }

    /** The network of the configuration: alone, with confinement, or as a residual over the mixture from which generation starts. */
    Architecture network(Shape shape, Conditions conditions) {
        Architecture network = NetworkChoice.of(config, shape, conditions);
        if (base != null && config.source() instanceof FittedMixtureConfig source) {
            return new ResidualPotential(network, base, config.temperature().epsilonMax(), source.bound());
        }
        return radius.isPresent() ? new ConfinedPotential(network, radius.getAsDouble()) : network;
    }

    /** The objective on rows whose missing values, if there are any, are drawn in each step given the others. */
    Objective completing(Objective objective, RunConfig.Phase phase, Distribution data) {
        if (!hasGaps(data)) {
            return objective;
        }
        double epsilon = config.temperature().epsilonMax();
        boolean density = epsilon > 0 && phase.meaning() == Meaning.DENSITY;
        return new DataAugmentation(objective, Objects.requireNonNull(fitted), epsilon, density ? CANDIDATES : 1);
    }

    /** The common context of the losses of all phases. */
    LossContext losses(@Nullable Standardization standardization) {
        return config.lossContext(fitted, standardization);
    }
}
