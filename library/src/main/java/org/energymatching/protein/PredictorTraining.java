package org.energymatching.protein;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.energymatching.data.Split;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.error.UsageException;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.sequence.SequenceRegressor;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/**
 * Trains an ensemble of predictors on sequences and their scores, and evaluates it on held-out rows.
 *
 * <pre>L = mean of (f(x) - (score - mean)/deviation)²,   ŷ = deviation · f + mean</pre>
 *
 * <p>Each member starts from its own random weights and is trained on rows drawn with replacement (bagging; Breiman 1996), so that
 * they disagree where there are few data. Members are trained on all cores, one core each.
 *
 * @param members the number of members
 * @param channels the channels of a member, before its features
 * @param features the features of a member
 * @param window the letters in one window of the convolution
 * @param heldOut the share of the rows that it is evaluated on, in (0, 1)
 * @param fitting the optimisation
 */
public record PredictorTraining(int members, int channels, int features, int window, double heldOut, Fitting fitting) {

    public PredictorTraining {
        if (members < 1 || !(heldOut > 0 && heldOut < 1)) {
            throw new UsageException(
                    members + " predictors, judged by a share of " + heldOut + " of the rows, were asked for.",
                    "There is at least one, and the share lies in (0, 1).",
                    "Take for example 4, judged by 0.1.");
        }
    }

    /**
     * A trained ensemble.
     *
     * @param ensemble its members
     * @param heldOut the rows that no member was trained on
     * @param quality of its predictions on them
     */
    public record Trained(PredictorEnsemble ensemble, Sequences heldOut, PredictorQuality quality) {}

    /**
     * The trained ensemble; the same seed gives the same result, on any number of cores.
     *
     * @param onStep is called with the number of steps done by all members, from any thread
     */
    public Trained train(Alphabet alphabet, Sequences measured, Rng rng, IntConsumer onStep) {
        Split.Rows split = Split.rows(measured.size(), heldOut, rng.stream("holdout"));
        Sequences training = measured.pick(split.training());
        Sequences judges = measured.pick(split.heldOut());
        AtomicInteger done = new AtomicInteger();
        List<FitnessPredictor> trained = Workers.common()
                .map(
                        members,
                        k -> member(
                                alphabet,
                                training,
                                rng.stream("member").at(k),
                                step -> onStep.accept(done.incrementAndGet())));
        PredictorEnsemble ensemble = PredictorEnsemble.of(trained);
        return new Trained(ensemble, judges, PredictorQuality.of(ensemble, judges));
    }

    private FitnessPredictor member(Alphabet alphabet, Sequences training, Rng rng, IntConsumer onStep) {
        SequenceRegressor network = new SequenceRegressor(alphabet.size(), channels, window, features);
        FitnessPredictor member = new FitnessPredictor(
                alphabet, network, Parameters.initial(network.parameters(), rng.stream("weights")));
        Rng bag = rng.stream("bag");
        int[] drawn = new int[training.size()];
        Arrays.setAll(drawn, i -> bag.nextInt(drawn.length));
        int[][] tokens = SequenceRows.picked(alphabet.encode(training.letters()), drawn);
        double[] scores = SequenceRows.picked(training.scores(), drawn);
        double mean = Arrays.stream(scores).average().orElse(0);
        double variance = Arrays.stream(scores)
                .map(score -> (score - mean) * (score - mean))
                .average()
                .orElse(0);
        double deviation = variance > 0 ? Math.sqrt(variance) : 1;
        double[] wanted =
                Arrays.stream(scores).map(score -> (score - mean) / deviation).toArray();
        fitting.fit(
                member.parameters(),
                (weights, rows, progress, own) -> network.score(
                                alphabet.oneHot(SequenceRows.picked(tokens, rows)), weights)
                        .minus(Tensor.of(SequenceRows.picked(wanted, rows)))
                        .square()
                        .mean(),
                tokens.length,
                rng.stream("steps"),
                onStep);
        return inUnits(member, mean, deviation);
    }

    /** The member with its last layer in the unit of the scores. */
    private static FitnessPredictor inUnits(FitnessPredictor member, double mean, double deviation) {
        var values = member.parameters().values();
        List<ParameterSpec> specs = member.parameters().specs();
        member.close();
        values.computeIfPresent("decoder.weight", (name, weights) -> scaled(weights, deviation, 0));
        values.computeIfPresent("decoder.bias", (name, bias) -> scaled(bias, deviation, mean));
        return new FitnessPredictor(member.alphabet(), member.network(), Parameters.of(specs, values));
    }

    private static float[] scaled(float[] values, double factor, double shift) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) (values[i] * factor + shift);
        }
        return scaled;
    }
}
