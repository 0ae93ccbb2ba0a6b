package org.energymatching.protein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.error.UsageException;
import org.energymatching.metric.RankCorrelation;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;
import org.junit.jupiter.api.Test;

class PartsTrainingTest {

    private static final Alphabet DNA = Alphabet.dna();
    private static final EpistaticLandscape LANDSCAPE = EpistaticLandscape.of(DNA, 12, 0.3, 1);
    private static final Sequences MEASURED = LANDSCAPE.measured(400, 0.15, 0.01, Rng.of(2));
    private static final PredictorTraining ENSEMBLE =
            new PredictorTraining(3, 16, 48, 5, 0.2, new Fitting(200, 64, 1.5e-2));

    @Test
    void predictorsLearnTheLandscapeAndTellHowWell() {
        PredictorTraining.Trained trained = ENSEMBLE.train(DNA, MEASURED, Rng.of(3), step -> {});
        PredictorQuality quality = trained.quality();
        assertThat(quality.measured()).hasSize(80);
        assertThat(quality.spearman()).as("seeds 1, 2, 3").isGreaterThan(0.8);
        assertThat(quality.slope()).isBetween(0.75, 1.35);
        assertThat(quality.within()).isGreaterThan(0.85);
        Sequences fresh = LANDSCAPE.measured(300, 0.15, 0, Rng.of(4));
        double there = RankCorrelation.spearman(trained.ensemble().scores(fresh.letters()), fresh.scores());
        assertThat(there)
                .as("what was held out tells what is to be expected")
                .isCloseTo(quality.spearman(), within(0.15));
        assertThat(Arrays.stream(trained.ensemble().disagreement(fresh.letters())))
                .allMatch(doubt -> doubt > 0);
    }

    @Test
    void theSameSeedGivesTheSameOnAnyNumberOfThreads() {
        AtomicInteger steps = new AtomicInteger();
        List<String> some = MEASURED.letters().subList(0, 20);
        double[] here = ENSEMBLE.train(DNA, MEASURED, Rng.of(3), step -> steps.incrementAndGet())
                .ensemble()
                .scores(some);
        assertThat(steps).hasValue(600);
        Workers.common()
                .runSequentially(() -> assertThat(ENSEMBLE.train(DNA, MEASURED, Rng.of(3), step -> {})
                                .ensemble()
                                .scores(some))
                        .isEqualTo(here));
    }

    @Test
    void theMeanOfTheMembersLessTheirDisagreement() {
        PredictorEnsemble ensemble =
                ENSEMBLE.train(DNA, MEASURED, Rng.of(3), step -> {}).ensemble();
        List<String> some = MEASURED.letters().subList(0, 5);
        double[] mean = ensemble.scores(some);
        double[] doubt = ensemble.disagreement(some);
        double[] cautious = new PredictorEnsemble(ensemble.members(), 2).scores(some);
        for (int i = 0; i < 5; i++) {
            double sum = 0;
            for (FitnessPredictor member : ensemble.members()) {
                sum += member.scores(some)[i];
            }
            assertThat(mean[i]).isCloseTo(sum / 3, within(1e-12));
            assertThat(cautious[i]).isCloseTo(mean[i] - 2 * doubt[i], within(1e-12));
        }
    }

    @Test
    void theAutoencoderBringsSequencesBackAndItsSpaceIsLikeANormal() {
        VaeTraining training = new VaeTraining(6, 16, 0.1, new Fitting(500, 64, 1.5e-2));
        SequenceVae vae = training.train(DNA, MEASURED.letters(), Rng.of(5), step -> {});
        VaeTraining.Fidelity fidelity = VaeTraining.Fidelity.of(vae, MEASURED.letters());
        assertThat(fidelity.letters())
                .as("a constant sequence has %s", consensus())
                .isGreaterThan(0.9);
        assertThat(fidelity.sequences()).isLessThan(fidelity.letters()).isGreaterThan(0.3);
        float[] mean = vae.encode(MEASURED.letters()).values();
        double square = 0;
        for (float value : mean) {
            square += value * value / mean.length;
        }
        assertThat(Math.sqrt(square)).isBetween(0.4, 1.6);
    }

    @Test
    void calibrationOfNumbersMadeByHand() {
        PredictorQuality quality =
                PredictorQuality.of(new double[] {0, 1, 2, 3}, new double[] {0, 2, 4, 6}, new double[] {0, 0, 0, 0});
        assertThat(quality.spearman()).isEqualTo(1);
        assertThat(quality.slope()).isCloseTo(2, within(1e-12));
        assertThat(quality.error()).isCloseTo(Math.sqrt(14 / 4.0), within(1e-12));
        assertThat(quality.within()).isEqualTo(1);
        assertThat(quality)
                .hasToString("Spearman 1.000, error 1.87, slope 2.00, 100 % within two deviations, on 4 sequences");
    }

    @Test
    void senselessNumbersAreRefused() {
        assertThatThrownBy(() -> new Fitting(0, 1, 1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Fitting(1, 1, 0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new VaeTraining(4, 16, -1, new Fitting(1, 1, 1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new PredictorTraining(0, 16, 16, 5, 0.1, new Fitting(1, 1, 1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> PredictorEnsemble.of(List.of())).isInstanceOf(UsageException.class);
    }

    /** The share of letters that equal the most frequent one at their position. */
    private static double consensus() {
        double share = 0;
        for (int i = 0; i < 12; i++) {
            int position = i;
            share += DNA.letters()
                            .chars()
                            .mapToLong(letter -> MEASURED.letters().stream()
                                    .filter(sequence -> sequence.charAt(position) == letter)
                                    .count())
                            .max()
                            .orElse(0)
                    / 400.0
                    / 12;
        }
        return share;
    }
}
