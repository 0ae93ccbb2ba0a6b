package org.energymatching.cli.run;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.Distribution;
import org.energymatching.cli.config.ArrivalConfig;
import org.energymatching.cli.config.DensityConfig;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.objective.Arrival;
import org.energymatching.objective.EnergyGate;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.NoiseContrast;
import org.energymatching.objective.Objective;
import org.energymatching.objective.PersistentContrast;
import org.energymatching.objective.ScoreMatching;
import org.energymatching.objective.Stationarity;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;

/** The losses that make a run's equilibrium the density of its data. */
record Equilibrium(RunConfig config, Distribution data) {

    private static final int FITTED_ROWS = 5_000;

    /** The flow-matching loss, left out among the data. */
    FlowMatching gated(FlowMatching flow) {
        DensityConfig density = config.density();
        return density.gateHeight() == 0
                ? flow
                : flow.where(EnergyGate.outside(epsilon(), density.gateHeight(), density.gateWidth()));
    }

    /** Score matching, and the contrasts with noise and with chains. */
    List<Objective> density() {
        DensityConfig density = config.density();
        List<Objective> terms = new ArrayList<>();
        if (density.scoreWeight() > 0) {
            terms.add(new ScoreMatching(epsilon(), density.sigma()).times(density.scoreWeight()));
        }
        if (density.contrastWeight() > 0) {
            terms.add(contrast().times(density.contrastWeight()));
        }
        if (density.chains().weight() > 0) {
            terms.add(persistent().times(density.chains().weight()));
        }
        return terms;
    }

    /** The loss on where chains arrive. */
    Objective arrival() {
        ArrivalConfig arrival = config.arrival();
        return new Arrival(
                        Experiment.temperature(config, config.temperature().tauStar()), grid(arrival), arrival.slopes())
                .times(arrival.weight());
    }

    /** The loss on where chains from data go, weighed as arrival is. */
    Objective stationarity() {
        ArrivalConfig arrival = config.arrival();
        return new Stationarity(epsilon(), grid(arrival), arrival.slopes(), arrival.chains(), arrival.lifetime())
                .times(arrival.weight());
    }

    private static TimeGrid grid(ArrivalConfig arrival) {
        return new TimeGrid(arrival.time(), arrival.step());
    }

    private NoiseContrast contrast() {
        Rng rng = Rng.of(config.seed()).stream("density");
        return NoiseContrast.withMixture(
                epsilon(),
                data.sample(FITTED_ROWS, rng.stream("rows")),
                config.density().components(),
                config.density().ratio(),
                rng.stream("fit"));
    }

    private PersistentContrast persistent() {
        DensityConfig.Chains chains = config.density().chains();
        return new PersistentContrast(
                epsilon(),
                config.density().scoreWeight() > 0 ? config.density().sigma() : 0,
                Experiment.temperature(config, config.temperature().tauStar()),
                chains.kept(),
                chains.moving(),
                chains.steps(),
                chains.step(),
                chains.lifetime());
    }

    private double epsilon() {
        return config.temperature().epsilonMax();
    }
}
