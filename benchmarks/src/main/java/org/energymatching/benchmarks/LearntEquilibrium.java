package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.energymatching.Samples;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.data.Standardization;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.density.AnnealedImportance;
import org.energymatching.density.AnnealedRun;
import org.energymatching.density.Annealing;
import org.energymatching.density.EquilibriumDensity;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.LogPartition;
import org.energymatching.density.Quadrature;
import org.energymatching.nn.potential.ResidualPotential;
import org.energymatching.sampling.Kernel;
import org.energymatching.tensor.Rng;
import org.energymatching.training.RunDirectory;

/**
 * The equilibrium of a run of {@code em train table}, in the units of its data, with chains annealed from the mixture below it.
 *
 * @param checkpoint of the run
 * @param base the mixture, in standardised units
 * @param log -V/ε of standardised rows
 * @param annealed the chains, weighted
 */
record LearntEquilibrium(
        Checkpoint checkpoint, GaussianMixture base, Function<Samples, double[]> log, AnnealedRun annealed) {

    private static final Annealing ANNEALING = new Annealing(Kernel.mala(), 40, 2, 5_000);

    static LearntEquilibrium of(Path run) {
        Checkpoint checkpoint = Checkpoint.read(new RunDirectory(run).newest().orElseThrow());
        if (!(checkpoint.architecture() instanceof ResidualPotential learnt)) {
            throw new IllegalArgumentException(run + " is no run over a fitted mixture");
        }
        GaussianMixture base = GaussianMixture.of(learnt.base());
        return new LearntEquilibrium(
                checkpoint,
                base,
                EquilibriumDensity.unnormalised(checkpoint.potential(), learnt.epsilon()),
                ANNEALING.run(checkpoint.potential(), learnt.epsilon(), base, Rng.of(1), () -> {}));
    }

    private Standardization units() {
        return Objects.requireNonNull(checkpoint.standardization());
    }

    /** The ends of the chains. */
    DoubleRows draws() {
        return units().undo(annealed.ends());
    }

    /** Values of {@link #draws}, with the weights of the chains. */
    Weighted weighted(double[] values) {
        return Weighted.byLogs(values, annealed.logWeights());
    }

    AnnealedImportance importance() {
        return AnnealedImportance.of(annealed);
    }

    /** -V/ε of each row. */
    double[] unnormalised(DoubleRows rows) {
        return log.apply(units().apply(rows));
    }

    /** log p of each row, given log Z. */
    double[] logDensities(DoubleRows rows, LogPartition logZ) {
        return plus(unnormalised(rows), -logZ.value() - volume());
    }

    /** log q of each row, of the mixture. */
    double[] ofMixture(DoubleRows rows) {
        return plus(base.logDensities(units().apply(rows)), -volume());
    }

    /** log Z of the part of the plane where a function of rows is above one half, on a grid around rows. */
    LogPartition onGrid(Function<DoubleRows, double[]> within, DoubleRows around) {
        return Quadrature.of(
                        x -> {
                            double[] logs = log.apply(x);
                            double[] inside = within.apply(units().undo(x));
                            Arrays.setAll(logs, i -> inside[i] > 0.5 ? logs[i] : Double.NEGATIVE_INFINITY);
                            return logs;
                        },
                        units().apply(around))
                .logPartition();
    }

    private double volume() {
        return Arrays.stream(units().scale()).map(Math::log).sum();
    }

    private static double[] plus(double[] values, double constant) {
        return Arrays.stream(values).map(value -> value + constant).toArray();
    }
}
