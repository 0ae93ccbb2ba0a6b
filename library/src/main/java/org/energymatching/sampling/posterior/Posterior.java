package org.energymatching.sampling.posterior;

import java.util.stream.IntStream;
import org.energymatching.Samples;

/**
 * Samples of p(x|y) for each measured row, drawn by {@link PosteriorSampler}.
 *
 * @param draws (rows·chains·states, …): all draws of row 0, chain after chain and each in the order of time, then those of row
 *     1, …
 * @param chains of each row
 * @param states kept of each chain
 * @param step Δt
 * @param steps of a chain, over the transport and all rounds
 */
public record Posterior(Samples draws, int chains, int states, double step, int steps) {

    /** The number of samples of each row. */
    public int perRow() {
        return chains * states;
    }

    /** (rows, …): the last state of a chain of every row. */
    public Samples sample(int chain) {
        return draws.pick(IntStream.range(0, draws.rows() / perRow())
                .map(row -> row * perRow() + (chain + 1) * states - 1)
                .toArray());
    }

    /** Mean, deviation and quantiles of each row's samples. */
    public EnsembleSummary summary() {
        return EnsembleSummary.of(draws, perRow());
    }
}
