package org.energymatching.benchmarks;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.Dataset;
import org.energymatching.density.ConditionalSampler;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.NullSpaceSampler;
import org.energymatching.density.ResampledMixture;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.nn.Activation;
import org.energymatching.nn.potential.MixturePotential;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.nn.potential.ResidualPotential;
import org.energymatching.objective.DataAugmentation;
import org.energymatching.objective.NoiseContrastiveEstimation;
import org.energymatching.objective.Objective;
import org.energymatching.schedule.LearningRate;
import org.energymatching.tensor.Rng;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;

/**
 * A residual potential over a mixture, fitted by noise-contrastive estimation as {@code em train table} does, to rows that may have gaps.
 *
 * @param potential V
 * @param base the mixture, as the network has it
 */
record LearntResidual(Potential potential, GaussianMixture base) {

    private static final double EPSILON = 0.2;
    private static final double BOUND = 20;
    private static final double SIGMA = 0.03;
    private static final int STEPS = 1_500;

    static LearntResidual fit(Samples rows, GaussianMixture mixture) {
        int d = rows.width();
        ResidualPotential network = new ResidualPotential(
                Mlp.of(d, 256, 256, 256).first(Activation.SILU),
                mixture.smoothed(SIGMA).energy(),
                EPSILON,
                BOUND);
        GaussianMixture base = GaussianMixture.of(network.base());
        Objective contrast = NoiseContrastiveEstimation.around(EPSILON, base, 2).times(4);
        try (Temporary folder = Temporary.folder()) {
            TrainingPlan plan = TrainingPlan.builder()
                    .network(network)
                    .from(base)
                    .to(new Dataset(rows))
                    .batchSize(Math.min(256, rows.rows()))
                    .learningRate(LearningRate.cosine(1e-3).warmedUpOver(100))
                    .clipNorm(100)
                    .phase(
                            "density",
                            STEPS,
                            rows.incomplete().length == 0 ? contrast : new DataAugmentation(contrast, base, EPSILON, 8),
                            0.99)
                    .build();
            return new LearntResidual(
                    Trainer.of(plan, new RunDirectory(folder.path())).fit().potential(), base);
        }
    }

    /** V/ε of each row. */
    double[] energies(Samples x) {
        double[] energies = potential.energies(x);
        for (int i = 0; i < energies.length; i++) {
            energies[i] /= EPSILON;
        }
        return energies;
    }

    /** Rows by importance resampling. */
    Samples sample(int n, Rng rng) {
        return ResampledMixture.of(potential, base, EPSILON, 64, null).sample(n, rng);
    }

    /** Rows of exact measurements y, so many each; as many candidates as draws are draws of the mixture alone. */
    Samples given(LinearOperator operator, float[] y, int candidates, int draws) {
        MixturePotential mixture = base.energy();
        Potential equal = x -> mixture.of(x).times(EPSILON);
        return new NullSpaceSampler(
                        operator,
                        new ConditionalSampler(
                                candidates == draws ? equal : potential, base, EPSILON, null, candidates, draws))
                .sample(y, 0, () -> {})
                .rows();
    }

    /** Each row so many times, its gaps drawn by importance resampling; complete rows as they are. */
    Samples completed(Samples rows, int members, long seed) {
        float[] values = new float[rows.values().length * members];
        int d = rows.width();
        for (int at = 0; at < values.length; at++) {
            values[at] = rows.values()[at / d / members * d + at % d];
        }
        int[] incomplete = rows.incomplete();
        Samples drawn = new ConditionalSampler(potential, base, EPSILON, null, 4 * members, members)
                .sample(rows.pick(incomplete), seed, () -> {})
                .rows();
        for (int i = 0; i < incomplete.length; i++) {
            System.arraycopy(drawn.values(), i * members * d, values, incomplete[i] * members * d, members * d);
        }
        return new Samples(values, rows.shape().row().batch((long) rows.rows() * members));
    }
}
