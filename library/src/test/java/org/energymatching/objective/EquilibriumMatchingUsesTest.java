package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.interpolant.Course;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.interpolant.TimeDistribution;
import org.energymatching.metric.OutOfDistribution;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.Decay;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a potential of equilibrium matching is used for: a circle of radius 2, and the lines x = 1 and y = -1, which meet at (1, -1). */
class EquilibriumMatchingUsesTest {

    private static final int ROWS = 500;

    @TempDir
    private static Path folder = Path.of("");

    private static Potential circle = Tensor::sumPerRow;

    @BeforeAll
    static void train() {
        circle = trained(circle(), "circle");
    }

    private static Samples circle() {
        float[] x = new float[2 * ROWS];
        for (int i = 0; i < ROWS; i++) {
            double angle = 2 * Math.PI * i / ROWS;
            x[2 * i] = (float) (2 * Math.cos(angle));
            x[2 * i + 1] = (float) (2 * Math.sin(angle));
        }
        return new Samples(x, Shape.of(ROWS, 2));
    }

    /** Points whose number {@code fixed} is a value, and the other one from -2 to 2. */
    private static Samples line(int fixed, float value) {
        float[] x = new float[2 * ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[2 * i + fixed] = value;
            x[2 * i + 1 - fixed] = 4f * i / ROWS - 2;
        }
        return new Samples(x, Shape.of(ROWS, 2));
    }

    private static Potential trained(Samples data, String name) {
        Interpolant path = Interpolant.along(Course.STRAIGHT, TimeDistribution.edm(), 0);
        TrainingPlan plan = TrainingPlan.builder()
                .network(Mlp.of(2, 64, 64))
                .from(StandardNormal.of(2))
                .to(new Dataset(data))
                .batchSize(128)
                .learningRate(3e-3)
                .phase("only", 900, new EquilibriumMatching(Coupling.exactOt(), path, Decay.linear(), 0.2))
                .build();
        return Trainer.of(plan, new RunDirectory(folder.resolve(name))).fit().potential();
    }

    private static Samples descend(Potential potential, Distribution source, double time) {
        return new Sampler(Kernel.gradientDescent(0), TemperatureSchedule.constant(0), new TimeGrid(time, 0.05))
                .sample(Target.of(potential), source, 300, 3);
    }

    /** The median distance from the circle. */
    private static double median(Samples x) {
        double[] off = new double[x.rows()];
        Arrays.setAll(off, i -> Math.abs(Math.hypot(x.row(i)[0], x.row(i)[1]) - 2));
        Arrays.sort(off);
        return off[off.length / 2];
    }

    /** Chains that begin at γ x + (1 - γ) z need not be told γ, and are nearer to the data after as many steps. */
    @Test
    void descentGoesOnFromPartlyNoisedData() {
        Samples data = circle();
        Samples noise = StandardNormal.of(2).sample(ROWS, Rng.of(9));
        float[] mixed = new float[2 * ROWS];
        for (int j = 0; j < mixed.length; j++) {
            mixed[j] = 0.7f * data.values()[j] + 0.3f * noise.values()[j];
        }
        Dataset partly = new Dataset(new Samples(mixed, data.shape()));
        double before = median(partly.rows());
        double fromPart = median(descend(circle, partly, 1));
        assertThat(fromPart).isLessThan(0.6 * before);
        assertThat(fromPart).isLessThan(median(descend(circle, StandardNormal.of(2), 1)));
        assertThat(median(descend(circle, StandardNormal.of(2), 4))).isLessThan(0.15);
    }

    /** Each is low all along its line, and their sum where both lines meet. */
    @Test
    void aSumOfPotentialsIsLowWhereBothAre() {
        Potential both = trained(line(0, 1), "upright").plus(trained(line(1, -1), "level"));
        Samples x = descend(both, StandardNormal.of(2), 6);
        long there = 0;
        for (int i = 0; i < x.rows(); i++) {
            there += Math.hypot(x.row(i)[0] - 1, x.row(i)[1] + 1) < 0.3 ? 1 : 0;
        }
        assertThat(there).isGreaterThan((long) (0.9 * x.rows()));
    }

    @Test
    void energiesTellOtherPointsFromData() {
        float[] square = new float[2 * ROWS];
        Rng rng = Rng.of(4);
        for (int j = 0; j < square.length; j++) {
            square[j] = (float) (8 * rng.nextDouble() - 4);
        }
        double area = OutOfDistribution.auroc(
                circle.energies(circle()), circle.energies(new Samples(square, Shape.of(ROWS, 2))));
        assertThat(area).isGreaterThan(0.9);
    }
}
