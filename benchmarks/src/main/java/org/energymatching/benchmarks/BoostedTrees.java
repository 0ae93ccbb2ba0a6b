package org.energymatching.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.energymatching.data.Split;
import org.energymatching.error.FailedException;
import org.energymatching.metric.table.PredictiveUtility;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.engine.DoubleMatrix;

/** Gradient-boosted trees of XGBoost, as published benchmarks of synthetic tables use them. */
final class BoostedTrees {

    private static final int ROUNDS = 100;
    private static final int[] FEWER_ROUNDS = {10, 50, ROUNDS};
    private static final int[] DEPTHS = {5, 10, 20};
    private static final int[] CHILD_WEIGHTS = {1, 10};
    private static final double[] GAMMAS = {0, 1};
    private static final double VALIDATION = 1.0 / 9;
    private static final String LOGISTIC = "binary:logistic";
    private static final String SQUARES = "reg:squarederror";

    private BoostedTrees() {}

    /** Classes with XGBClassifier's defaults: 100 trees of depth 6. */
    static double[] classify(DoubleMatrix training, double[] targets, DoubleMatrix test) {
        try {
            return boosted(training, targets, Map.of("objective", LOGISTIC)).predict(test, ROUNDS);
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /** Classes with the best of 36 settings by AUROC on a ninth of the training rows. */
    static double[] tunedClassify(DoubleMatrix training, double[] targets, DoubleMatrix test) {
        return tuned(LOGISTIC, training, targets, test);
    }

    /** Numbers with the best of 36 settings by squared error on a ninth of the training rows. */
    static double[] tunedRegress(DoubleMatrix training, double[] targets, DoubleMatrix test) {
        return tuned(SQUARES, training, targets, test);
    }

    private static double[] tuned(String objective, DoubleMatrix training, double[] targets, DoubleMatrix test) {
        Split.Rows split = Split.rows(targets.length, VALIDATION, Rng.of(0).stream("validation"));
        DoubleMatrix x = training.pick(split.training());
        DoubleMatrix validation = training.pick(split.heldOut());
        double[] y = pick(targets, split.training());
        double[] truth = pick(targets, split.heldOut());
        double best = Double.NEGATIVE_INFINITY;
        double[] predictions = new double[test.rows()];
        try {
            for (int depth : DEPTHS) {
                for (int weight : CHILD_WEIGHTS) {
                    for (double gamma : GAMMAS) {
                        Trees trees = boosted(
                                x,
                                y,
                                Map.of(
                                        "objective",
                                        objective,
                                        "max_depth",
                                        depth,
                                        "min_child_weight",
                                        weight,
                                        "gamma",
                                        gamma));
                        for (int rounds : FEWER_ROUNDS) { // a booster's first trees are those of fewer rounds
                            double quality = quality(objective, trees.predict(validation, rounds), truth);
                            if (quality > best) {
                                best = quality;
                                predictions = trees.predict(test, rounds);
                            }
                        }
                        trees.booster.dispose();
                    }
                }
            }
        } catch (XGBoostError e) {
            throw failed(e);
        }
        return predictions;
    }

    private static double quality(String objective, double[] predicted, double[] truth) {
        if (objective.equals(LOGISTIC)) {
            return PredictiveUtility.auroc(predicted, truth);
        }
        return -IntStream.range(0, truth.length)
                .mapToDouble(i -> (predicted[i] - truth[i]) * (predicted[i] - truth[i]))
                .average()
                .orElseThrow();
    }

    /** Trees of the default learning rate, .3. */
    private record Trees(Booster booster) {

        double[] predict(DoubleMatrix x, int rounds) throws XGBoostError {
            DMatrix rows = matrix(x);
            try {
                return Arrays.stream(booster.predict(rows, false, rounds))
                        .mapToDouble(row -> row[0])
                        .toArray();
            } finally {
                rows.dispose();
            }
        }
    }

    private static Trees boosted(DoubleMatrix x, double[] y, Map<String, Object> settings) throws XGBoostError {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("tree_method", "hist");
        all.put("nthread", Runtime.getRuntime().availableProcessors());
        DMatrix rows = matrix(x);
        try {
            rows.setLabel(DoubleMatrix.rounded(y));
            return new Trees(XGBoost.train(rows, all, ROUNDS, Map.of(), null, null));
        } finally {
            rows.dispose();
        }
    }

    private static DMatrix matrix(DoubleMatrix x) throws XGBoostError {
        return new DMatrix(DoubleMatrix.rounded(x.values()), x.rows(), x.columns(), Float.NaN);
    }

    private static double[] pick(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    private static FailedException failed(XGBoostError e) {
        return new FailedException(
                "XGBoost ended: " + e.getMessage() + ".",
                "It trains trees on features and targets.",
                "Check the tables, and that its natives are made for this machine.",
                e);
    }
}
