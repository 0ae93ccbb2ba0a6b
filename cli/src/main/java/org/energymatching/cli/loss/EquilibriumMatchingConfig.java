package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.EquilibriumMatching;
import org.energymatching.objective.Objective;
import org.energymatching.schedule.Decay;

/** Equilibrium matching: the gradient of V decays to zero at the data, which become its minima. */
@Named(
        value = "equilibrium-matching",
        doc =
                "Equilibrium matching (arXiv 2510.02300): the gradient of V decays to zero at the data, which become its minima.")
public record EquilibriumMatchingConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "1", range = "[0, inf)")
        double weight,

        @Key(doc = "How a batch of source rows is paired with a batch of data rows.", standard = "independent")
        CouplingConfig coupling,

        @Key(doc = "The path between the two rows of a pair.")
        PathConfig path,

        @Key(doc = "Deviation of the noise around the path.", standard = "0", range = "[0, inf)", symbol = "σ")
        double sigma,

        @Key(
                doc =
                        "Place on the path from which on the target falls to zero, in a straight line; 1 means not at all.",
                standard = "0.8",
                range = "[0, 1]",
                symbol = "a")
        double decayFrom,

        @Key(
                doc = "Factor of the target at the noise; it is 1 where the decay begins.",
                standard = "1",
                range = "(0, inf)",
                symbol = "b")
        double atSource,

        @Key(doc = "Scale of the target; steps are as much shorter.", standard = "4", range = "(0, inf)", symbol = "λ")
        double scale,

        @Key(
                doc =
                        "Share of the rows that are at the data, where the target is zero: 0.1 helps rows of few numbers.",
                standard = "0",
                range = "[0, 1)")
        double atData)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        Decay decay = Decay.piecewise(decayFrom, atSource).times(scale);
        return new EquilibriumMatching(
                        coupling.coupling(),
                        path.interpolant(sigma),
                        decay,
                        atData,
                        path.weight().weight())
                .times(weight);
    }

    @Override
    public Meaning meaning() {
        return Meaning.MINIMA;
    }
}
