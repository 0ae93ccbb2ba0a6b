package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.density.Gaussian;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.UsageException;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.schedule.LearningRate;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Quadratic;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs with a correlation of .8, of which the second number is missing; the mixture knows of no correlation. */
class DataAugmentationTest {

    private static final double EPSILON = 0.5;
    private static final float GAP = Float.NaN;

    /** exp(-V/ε) is normal with variances 1 and correlation .8. */
    private static final Potential CORRELATED = Quadratic.correlated(EPSILON, 0.8);

    private static final GaussianMixture COLUMNS = normal(0);

    @TempDir
    private Path folder = Path.of("");

    private static GaussianMixture normal(double correlation) {
        double other = Math.sqrt(1 - correlation * correlation);
        return new GaussianMixture(
                new double[] {1}, List.of(new Gaussian(new double[2], new double[] {1, 0, correlation, other})));
    }

    @Test
    void missingValuesAreDrawnFromThePotentialGivenTheOthers() {
        Samples filled = filled(CORRELATED, 200);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 1000; i++) {
            assertThat(filled.values()[2 * i]).isEqualTo(1.5f);
            sum += filled.values()[2 * i + 1];
            squares += filled.values()[2 * i + 1] * filled.values()[2 * i + 1];
        }
        double mean = sum / 1000;
        assertThat(mean).isCloseTo(1.2, within(0.08));
        assertThat(squares / 1000 - mean * mean).isCloseTo(0.36, within(0.08));
        assertThat(filled.row(1000)).containsExactly(3, 4);
    }

    @Test
    void eachStepDrawsAnewAndTheSameStepTheSame() {
        assertThat(filled(CORRELATED, 8).values())
                .isEqualTo(filled(CORRELATED, 8).values());
        assertThat(given(CORRELATED, 8, Rng.of(2)))
                .isNotEqualTo(filled(CORRELATED, 8).values());
    }

    private static Samples filled(Potential potential, int candidates) {
        return new Samples(given(potential, candidates, Rng.of(1)), Shape.of(1001, 2));
    }

    /** The data that an objective gets for 1,000 rows (1.5, missing) and the row (3, 4). */
    private static float[] given(Potential potential, int candidates, Rng rng) {
        float[] rows = new float[2002];
        for (int i = 0; i < 1000; i++) {
            rows[2 * i] = 1.5f;
            rows[2 * i + 1] = GAP;
        }
        rows[2000] = 3;
        rows[2001] = 4;
        List<float[]> seen = new ArrayList<>();
        Objective looking = (v, batches, random) -> {
            seen.add(batches.of("pass").dataValues().values());
            return new Loss(List.of(), Map.of());
        };
        Batch batch = Batch.of(Samples.of(new float[][] {{0, 0}}), new Samples(rows, Shape.of(1001, 2)), Device.cpu());
        new DataAugmentation(looking, COLUMNS, EPSILON, candidates).prepare(potential, pass -> batch, rng);
        return seen.get(0);
    }

    /** Half of the second numbers are missing: drawn by column alone, the correlation that is learnt is .4. */
    @Test
    void drawingAndFittingInTurnsFindsTheCorrelation() {
        assertThat(correlation(learnt("column", 1))).isCloseTo(0.4, within(0.13));
        assertThat(correlation(learnt("potential", 16))).isCloseTo(0.8, within(0.1));
    }

    private Potential learnt(String name, int candidates) {
        Samples rows = normal(0.8).sample(2000, Rng.of(3));
        float[] values = rows.values().clone();
        for (int i = 1; i < values.length; i += 4) {
            values[i] = GAP;
        }
        TrainingPlan plan = TrainingPlan.builder()
                .network(Mlp.of(2, 32, 32))
                .from(new StandardNormal(Shape.of(2)))
                .to(new Dataset(new Samples(values, rows.shape())))
                .learningRate(LearningRate.cosine(1e-2))
                .seed(5)
                .phase(
                        "density",
                        500,
                        new DataAugmentation(NoiseContrastiveEstimation.around(1, COLUMNS, 2), COLUMNS, 1, candidates))
                .build();
        return Trainer.of(plan, new RunDirectory(folder.resolve(name))).fit().potential();
    }

    /** That of exp(-V), summed on a grid. */
    private static double correlation(Potential potential) {
        float[] grid = new float[2 * 61 * 61];
        for (int at = 0; at < 61 * 61; at++) {
            grid[2 * at] = (at % 61 - 30) / 8f;
            grid[2 * at + 1] = (at / 61 - 30) / 8f;
        }
        double[] energies = potential.energies(new Samples(grid, Shape.of(61 * 61, 2)));
        double lowest = Arrays.stream(energies).min().orElseThrow();
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int at = 0; at < energies.length; at++) {
            double weight = Math.exp(lowest - energies[at]);
            xx += weight * grid[2 * at] * grid[2 * at];
            yy += weight * grid[2 * at + 1] * grid[2 * at + 1];
            xy += weight * grid[2 * at] * grid[2 * at + 1];
        }
        return xy / Math.sqrt(xx * yy);
    }

    @Test
    void mistakesAreRefused() {
        Objective any = new NoiseContrastiveEstimation(1, COLUMNS, 1);
        assertThatThrownBy(() -> new DataAugmentation(any, COLUMNS, 1, 0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new DataAugmentation(any, COLUMNS, 0, 8)).isInstanceOf(UsageException.class);
        assertThat(new DataAugmentation(any, COLUMNS, 0, 1).candidates()).isEqualTo(1);
    }
}
