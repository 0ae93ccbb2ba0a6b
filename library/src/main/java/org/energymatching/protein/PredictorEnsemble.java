package org.energymatching.protein;

import java.util.List;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/**
 * An ensemble of predictors: the mean, whose error is smaller than that of any of them, minus a penalty on their disagreement.
 *
 * <pre>ŷ = mean of ŷ_k - κ · deviation of ŷ_k</pre>
 *
 * <p>With κ above zero a search stays where the predictors agree, that is near their training data.
 *
 * @param members at least one, of one alphabet
 * @param caution κ ≥ 0
 */
public record PredictorEnsemble(List<FitnessPredictor> members, double caution) implements FitnessModel {

    /** The root has no derivative where all members agree. */
    private static final double SMALLEST_VARIANCE = 1e-8;

    public PredictorEnsemble {
        members = List.copyOf(members);
        if (members.isEmpty()
                || members.stream().map(FitnessPredictor::alphabet).distinct().count() != 1
                || !(caution >= 0 && caution < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "An ensemble of " + members.size() + " predictors with a caution of " + caution + " was asked for.",
                    "There is at least one, all read one alphabet, and the caution is zero or more.",
                    "Train several predictors on the same data, and take 0 for their mean.");
        }
    }

    /** The mean of predictors. */
    public static PredictorEnsemble of(List<FitnessPredictor> members) {
        return new PredictorEnsemble(members, 0);
    }

    @Override
    public Alphabet alphabet() {
        return members.get(0).alphabet();
    }

    @Override
    public double[] scores(List<String> sequences) {
        double[] mean = new double[sequences.size()];
        double[] deviation = deviations(sequences, mean);
        for (int i = 0; i < mean.length; i++) {
            mean[i] -= caution * deviation[i];
        }
        return mean;
    }

    /** The disagreement of the predictors on each sequence: the standard deviation of their scores; 0 for a single one. */
    public double[] disagreement(List<String> sequences) {
        return deviations(sequences, new double[sequences.size()]);
    }

    private double[] deviations(List<String> sequences, double[] mean) {
        int n = members.size();
        double[] squares = new double[mean.length];
        List<double[]> all =
                members.stream().map(member -> member.scores(sequences)).toList();
        for (int i = 0; i < mean.length; i++) {
            for (double[] scores : all) {
                mean[i] += scores[i] / n;
            }
            for (double[] scores : all) {
                squares[i] += (scores[i] - mean[i]) * (scores[i] - mean[i]) / n;
            }
            squares[i] = Math.sqrt(squares[i]);
        }
        return squares;
    }

    @Override
    public Tensor softScore(Tensor logits) {
        Tensor all = Tensor.stack(
                members.stream().map(member -> member.softScore(logits)).toList());
        Tensor mean = all.sum(0L).times(1.0 / members.size());
        if (caution == 0 || members.size() == 1) {
            return mean;
        }
        Tensor variance = all.minus(mean).square().sum(0L).times(1.0 / members.size());
        return mean.minus(variance.plus(SMALLEST_VARIANCE).sqrt().times(caution));
    }
}
