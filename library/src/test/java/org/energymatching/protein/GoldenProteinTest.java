package org.energymatching.protein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.energymatching.checkpoint.file.SafeTensors;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Shared;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The released networks of the AAV tasks against the numbers that the reference implementation reads off them. */
class GoldenProteinTest {

    @ParameterizedTest
    @ValueSource(strings = {"medium", "hard"})
    void theAutoencoderIsTheReferences(String task) {
        SafeTensors expected = expected(task);
        List<String> sequences = sequences(expected);
        try (SequenceVae vae = vae(task);
                Scope scope = Scope.open()) {
            assertThat(vae.length()).isEqualTo(28);
            assertThat(vae.latent()).isEqualTo(16);
            SequenceVae.Posterior posterior = vae.posterior(sequences);
            near("mu", posterior.mean().values(), expected.tensor("mu"), 1e-5);
            near("logvar", posterior.logVariance().values(), expected.tensor("logvar"), 1e-5);
            SafeTensors.Entry mu = expected.tensor("mu");
            Tensor logits = vae.logits(Tensor.of(mu.values(), mu.shape()));
            near("logits", logits.floats(), expected.tensor("logits"), 1e-5);
            assertThat(vae.decode(posterior.mean())).isEqualTo(vae.likeliest(logits));
        }
    }

    @ParameterizedTest
    @CsvSource({"medium, smoothed", "medium, unsmoothed", "hard, smoothed", "hard, unsmoothed"})
    void thePredictorIsTheReferences(String task, String kind) {
        SafeTensors expected = expected(task);
        try (SequenceVae vae = vae(task);
                FitnessPredictor predictor = FitnessPredictor.read(
                        Shared.file("data/proteins/predictor/" + kind + "/predictor_aav_" + task + ".ckpt"));
                Scope scope = Scope.open()) {
            near("score", predictor.scores(sequences(expected)), expected.tensor(kind + ".score"), 1e-5);
            SafeTensors.Entry mu = expected.tensor("mu");
            Tensor z = Autodiff.leaf(Tensor.of(mu.values(), mu.shape()));
            Tensor soft = predictor.softScore(vae.logits(z));
            near("soft score", soft.floats(), expected.tensor(kind + ".soft_score"), 1e-5);
            near(
                    "slope of the soft score",
                    Autodiff.gradient(soft.sum(), z).floats(),
                    expected.tensor(kind + ".soft_score_latent_gradient"),
                    1e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"medium", "hard"})
    void theOracleIsTheReferences(String task) {
        SafeTensors expected = expected(task);
        try (FitnessPredictor oracle = oracle()) {
            near("oracle", oracle.scores(sequences(expected)), expected.tensor("oracle.score"), 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"medium", "hard"})
    void theOracleScoresDesignsAsTheirAuthorsDid(String task) throws IOException {
        List<String[]> designs =
                Files.readAllLines(Shared.file("data/proteins/oracle-scores/aav_" + task + "_designs.csv")).stream()
                        .skip(1)
                        .map(line -> line.split(","))
                        .toList();
        assertThat(designs).hasSize(640);
        try (FitnessPredictor oracle = oracle()) {
            double[] scores =
                    oracle.scores(designs.stream().map(cells -> cells[0]).toList());
            for (int i = 0; i < scores.length; i++) {
                assertThat(scores[i])
                        .as(designs.get(i)[0])
                        .isCloseTo(Double.parseDouble(designs.get(i)[1]), within(1e-4));
            }
        }
    }

    private static FitnessPredictor oracle() {
        return FitnessPredictor.read(Shared.file("data/proteins/oracle/oracle_aav.ckpt"));
    }

    private static SequenceVae vae(String task) {
        return SequenceVae.read(Shared.file("data/proteins/vae/vae_aav_" + task + ".pt"));
    }

    private static SafeTensors expected(String task) {
        return SafeTensors.read(Shared.file("golden/aav_" + task + ".expected.safetensors"));
    }

    /** The letters of the tokens, which stand beside the sequences themselves. */
    private static List<String> sequences(SafeTensors expected) {
        SafeTensors.Entry tokens = expected.tensor("tokens");
        int length = (int) tokens.shape().at(1);
        int[][] rows = new int[(int) tokens.shape().at(0)][length];
        for (int i = 0; i < tokens.values().length; i++) {
            rows[i / length][i % length] = (int) tokens.values()[i];
        }
        List<String> sequences = Alphabet.protein().decode(rows);
        assertThat(expected.metadata().get("sequences")).contains(sequences);
        return sequences;
    }

    private static void near(String what, double[] actual, SafeTensors.Entry expected, double tolerance) {
        float[] narrowed = new float[actual.length];
        for (int i = 0; i < narrowed.length; i++) {
            narrowed[i] = (float) actual[i];
        }
        near(what, narrowed, expected, tolerance);
    }

    /** The largest difference, as a share of the largest number expected. */
    private static void near(String what, float[] actual, SafeTensors.Entry expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected.values());
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            worst = Math.max(worst, Math.abs((double) actual[i] - expected.values()[i]));
            largest = Math.max(largest, Math.abs(expected.values()[i]));
        }
        assertThat(worst / largest).as(what).isFinite().isLessThanOrEqualTo(tolerance);
    }
}
