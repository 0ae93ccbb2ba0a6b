package org.energymatching.metric.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.data.file.EpochOrder;
import org.energymatching.data.schema.Schema;
import org.energymatching.error.UsageException;
import org.energymatching.metric.OutOfDistribution;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * Classifier two-sample test (C2ST): how well a classifier separates held-out real rows from held-out synthetic ones.
 *
 * <pre>
 * auroc = mean over folds of P(f(synthetic) &gt; f(real)) + ½ P(f(synthetic) = f(real))
 * score = mean over folds of 1 - (2 max(½, auroc of the fold) - 1)
 * </pre>
 *
 * <p>In {@value #FOLDS}-fold cross-validation, f is trained on the other folds; each fold has the same share of both sides. The score is
 * that of the detection metrics of SDMetrics (DataCebo): 1 cannot be separated, 0 is always separated. D. Lopez-Paz and M. Oquab,
 * "Revisiting classifier two-sample tests", ICLR 2017.
 *
 * @param auroc the area under the ROC curve: ½ cannot be separated, 1 is always separated
 * @param score from 0 to 1, 1 is best
 */
public record TwoSampleTest(double auroc, double score) {

    /** The number of folds, as in SDMetrics. */
    public static final int FOLDS = 3;

    /** With logistic regression on standardised numbers and one-hot levels. */
    public static TwoSampleTest between(Schema schema, List<String[]> real, List<String[]> synthetic, Rng rng) {
        return between(schema, real, synthetic, LogisticRegression::predict, rng);
    }

    /**
     * With a classifier; class 1 is synthetic.
     *
     * @param real rows of cells as written
     * @param synthetic rows of the same schema
     * @param classifier on numbers, standardised over both sides, and one-hot levels
     * @param rng of the folds
     * @throws UsageException if a side has fewer rows than there are folds
     * @throws org.energymatching.error.DataException if a cell is not of its column's type
     */
    public static TwoSampleTest between(
            Schema schema, List<String[]> real, List<String[]> synthetic, Learner classifier, Rng rng) {
        int n = real.size();
        if (Math.min(n, synthetic.size()) < FOLDS) {
            throw new UsageException(
                    n + " real and " + synthetic.size() + " synthetic rows were to be compared.",
                    "Each side has " + FOLDS + " rows or more, one for each fold.",
                    "Provide more rows.");
        }
        List<String[]> both = new ArrayList<>(real);
        both.addAll(synthetic);
        DoubleMatrix x =
                LinearFeatures.fit(ColumnValues.of(schema, List.of(both)), 0).of(0);
        int[] orderOfReal = EpochOrder.rows(n, 0, n, rng.stream("real"));
        int[] orderOfSynthetic = EpochOrder.rows(synthetic.size(), 0, synthetic.size(), rng.stream("synthetic"));
        double auroc = 0;
        double score = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            double area = auroc(x, n, fold(orderOfReal, fold), fold(orderOfSynthetic, fold), classifier);
            auroc += area / FOLDS;
            score += (2 - 2 * Math.max(0.5, area)) / FOLDS;
        }
        return new TwoSampleTest(auroc, score);
    }

    private static int[] fold(int[] order, int fold) {
        return IntStream.range(0, order.length)
                .filter(i -> i % FOLDS == fold)
                .map(i -> order[i])
                .toArray();
    }

    private static double auroc(DoubleMatrix x, int n, int[] real, int[] synthetic, Learner classifier) {
        int[] test = IntStream.concat(
                        Arrays.stream(real), Arrays.stream(synthetic).map(row -> n + row))
                .toArray();
        boolean[] held = new boolean[x.rows()];
        Arrays.stream(test).forEach(row -> held[row] = true);
        int[] training =
                IntStream.range(0, held.length).filter(row -> !held[row]).toArray();
        double[] classes =
                Arrays.stream(training).mapToDouble(row -> row < n ? 0 : 1).toArray();
        double[] scores = classifier.predict(x.pick(training), classes, x.pick(test));
        return OutOfDistribution.auroc(
                Arrays.copyOf(scores, real.length), Arrays.copyOfRange(scores, real.length, scores.length));
    }
}
