package org.energymatching.cli.loss;

import java.util.Optional;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.Objective;
import org.energymatching.objective.PersistentContrastiveDivergence;

/** Persistent contrastive divergence: the chains continue from one training step to the next. */
@Named(
        value = "persistent-contrastive-divergence",
        doc = "Contrastive divergence with chains that go on from one step of training to the next.")
public record PersistentContrastiveDivergenceConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "1", range = "[0, inf)")
        double weight,

        @Key(
                doc =
                        "Deviation of the noise at which the density is smooth, as in denoising-score-matching; 0 takes data as they are.",
                standard = "0",
                range = "[0, inf)",
                symbol = "σ_s")
        double sigma,

        @Key(doc = "Chains of the replay buffer.", standard = "2048", range = "[1, inf)")
        int chains,

        @Key(doc = "Chains that move in each step of training.", standard = "256", range = "[1, inf)")
        int moving,

        @Key(doc = "Langevin steps that these take.", standard = "20", range = "[1, inf)")
        int steps,

        @Key(doc = "Time of one of them.", standard = "0.01", range = "(0, inf)", symbol = "Δt")
        double step,

        @Key(doc = "The mean time after which a chain starts again at the source.", standard = "10", range = "(0, inf)")
        double lifetime)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        return new PersistentContrastiveDivergence(
                        context.epsilonMax(), sigma, context.temperature(), chains, moving, steps, step, lifetime)
                .times(weight);
    }

    @Override
    public Optional<Misfit> misfit(int batchSize) {
        if (moving > chains) {
            return Optional.of(new Misfit(
                    "moving is " + moving + " but chains is " + chains,
                    "No more chains can move than the buffer has.",
                    "Move fewer, or make chains larger."));
        }
        return lifetime > steps * step
                ? Optional.empty()
                : Optional.of(new Misfit(
                        "lifetime is " + lifetime + " but " + steps + " steps of " + step + " are taken at once",
                        "Chains live longer than the steps of one step of training take.",
                        "Make lifetime longer, or steps or step smaller."));
    }
}
