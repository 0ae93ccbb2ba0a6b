package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.objective.EnergyDiscrepancy;
import org.energymatching.objective.Objective;

/** Energy discrepancy: the energy of data against that of points around them, without scores or chains. */
@Named(
        value = "energy-discrepancy",
        doc =
                "Energy discrepancy (arXiv 2307.06431): the energy of data against that of points around them, without scores or chains.")
public record EnergyDiscrepancyConfig(
        @Key(doc = "Weight of the loss; 0 leaves it out.", standard = "1", range = "[0, inf)")
        double weight,

        @Key(
                doc =
                        "Deviation of the noise, which is added twice: small is near score matching, large near maximum likelihood.",
                standard = "1",
                range = "(0, inf)",
                symbol = "√t")
        double sigma,

        @Key(doc = "Points around each row of data.", standard = "16", range = "[1, inf)", symbol = "M")
        int negatives,

        @Key(
                doc = "What keeps the loss finite where all points have higher energies, at the price of a bias.",
                standard = "1",
                range = "[0, inf)",
                symbol = "w")
        double stabilization)
        implements LossConfig {

    @Override
    public Objective objective(LossContext context) {
        return new EnergyDiscrepancy(context.epsilonMax(), sigma, negatives, stabilization).times(weight);
    }
}
