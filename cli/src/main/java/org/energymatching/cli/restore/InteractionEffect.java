package org.energymatching.cli.restore;

import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.inverse.Observation;
import org.energymatching.metric.PointErrors;
import org.jspecify.annotations.Nullable;

/**
 * What repulsion between the chains of a measurement does.
 *
 * @param sigma σ of the repulsion, small is strong; null for none
 * @param diversity the mean distance between two samples of a measurement, as the root of the mean square over the values that
 *     were not measured themselves, in the units of the potential
 * @param misfit how far samples are from what was measured, 1 being as near as the noise lets them
 * @param error of the samples themselves against the truth, as the same root; null where the truth is not known
 * @param errorOfMean of their mean against the truth
 * @param energy V of the samples on average: higher is less likely
 */
record InteractionEffect(
        @Nullable Double sigma,
        double diversity,
        double misfit,
        @Nullable Double error,
        @Nullable Double errorOfMean,
        double energy) {

    static InteractionEffect of(
            TrainedRun run, Measurements measurements, Posterior posterior, @Nullable Double sigma) {
        Observation observation = measurements.observation();
        Unseen unseen = Unseen.of(measurements);
        int chains = posterior.chains();
        int rows = observation.rows();
        double diversity = 0;
        for (int one = 0; one < chains; one++) {
            for (int other = 0; other < one; other++) {
                double apart = distance(unseen, posterior.sample(one), posterior.sample(other));
                diversity += apart / (chains * (chains - 1.0) / 2);
            }
        }
        Samples truth = measurements.truth();
        Double error = null;
        Double errorOfMean = null;
        if (truth != null) {
            double squares = 0;
            for (int chain = 0; chain < chains; chain++) {
                squares += Math.pow(distance(unseen, posterior.sample(chain), truth), 2) / chains;
            }
            error = Math.sqrt(squares);
            Samples mean =
                    PosteriorMaps.of(posterior.draws(), posterior.perRow()).mean();
            errorOfMean = distance(unseen, mean, truth);
        }
        double misfit =
                observation.misfit(posterior.draws().values(), posterior.draws().rows() / rows);
        double energy = 0;
        for (int chain = 0; chain < chains; chain++) {
            for (double v : run.energies(posterior.sample(chain))) {
                energy += v / rows / chains;
            }
        }
        return new InteractionEffect(sigma, diversity, misfit, error, errorOfMean, energy);
    }

    /** The root of the mean square over rows and the values that were not measured themselves. */
    static double distance(Unseen unseen, Samples a, Samples b) {
        return unseen.count() == 0
                ? 0
                : PointErrors.between(unseen.of(a, 1), unseen.of(b, 1)).rootMeanSquare();
    }
}
