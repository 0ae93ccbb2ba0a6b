package org.energymatching.cli.run;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.loss.LossConfig;
import org.energymatching.cli.loss.LossContext;
import org.energymatching.cli.source.FittedMixtureConfig;
import org.energymatching.condition.Conditions;
import org.energymatching.data.Dataset;
import org.energymatching.data.Standardization;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.density.GaussianMixture;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.potential.ConfinedPotential;
import org.energymatching.nn.potential.MixturePotential;
import org.energymatching.nn.potential.ResidualPotential;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What is computed from the data before training: a mixture fitted to them, and the radius of data and source.
 *
 * @param fitted the mixture for noise contrast and as the base of a residual potential; null where it is not needed
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

    /** Whether a mixture must be fitted to the data, since the configuration needs one and the run has none. */
    public static boolean fitsMixture(RunConfig config, @Nullable Architecture begun) {
        return needsMixture(config) && !(begun instanceof ResidualPotential);
    }

    private static boolean needsMixture(RunConfig config) {
        return asked(config).isPresent();
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
        OptionalDouble radius = radius(config, data, begun, rng);
        if (begun instanceof ResidualPotential || config.source() instanceof FittedMixtureConfig) {
            MixturePotential base = base(config, data, begun, rng, fitting);
            return new Equilibrium(config, GaussianMixture.of(base), base, radius);
        }
        GaussianMixture fitted = needsMixture(config)
                ? fit(data.sample(FITTED_ROWS, rng.stream("rows")), components(config, data), rng, fitting)
                : null;
        return new Equilibrium(config, fitted, null, radius);
    }

    private static MixturePotential base(
            RunConfig config, Distribution data, @Nullable Architecture begun, Rng rng, IntConsumer fitting) {
        return begun instanceof ResidualPotential tilted
                ? tilted.base()
                : fit(everyRow(data, rng.stream("rows")), components(config, data), rng, fitting)
                        .smoothed(((FittedMixtureConfig) config.source()).sigma())
                        .energy();
    }

    private static OptionalDouble radius(RunConfig config, Distribution data, @Nullable Architecture begun, Rng rng) {
        if (begun instanceof ConfinedPotential confined) {
            return OptionalDouble.of(confined.radius());
        }
        if (begun != null || config.tilted() || config.confinementRadius() == 0) {
            return OptionalDouble.empty();
        }
        Samples from = Experiment.source(config, NetworkChoice.of(config, data.shape(), Conditions.none()))
                .sample(FITTED_ROWS, rng.stream("source"));
        double farthest =
                Math.max(from.farthest(), everyRow(data, rng.stream("rows")).farthest());
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
        return Math.max(1, Math.min(rows / (ROWS_A_COLUMN * data.shape().length()), MOST_COMPONENTS));
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

    /** The common context of the losses of all phases. */
    LossContext losses(@Nullable Standardization standardization) {
        return config.lossContext(fitted, standardization);
    }
}
