package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.coupling.Coupling;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.UsageException;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.metric.Straightness;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.LearningRate;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReflowTest {

    private static final Interpolant STRAIGHT = Interpolant.straight(0);
    private static final GaussianMixture SOURCE = GaussianMixture.round(new double[][] {{-2, -1.5}, {-2, 1.5}}, 0.3);
    private static final GaussianMixture DATA = GaussianMixture.round(new double[][] {{2, -1.5}, {2, 1.5}}, 0.3);
    private static final Batch BATCH = Batch.of(
            Samples.of(new float[][] {{0, 0}, {1, 2}, {-1, 3}}),
            Samples.of(new float[][] {{40, 80}, {20, 0}, {30, 30}}),
            Device.cpu());

    @TempDir
    private Path folder = Path.of("");

    private static Potential linear(float a, float b) {
        return x -> x.times(Tensor.of(new float[] {a, b}, Shape.of(1, 2))).sumPerRow();
    }

    /** V = a·x carries each row by -a in a time of 1, so that V = b·x has the loss (‖a - b‖²)/2, whatever the data. */
    @Test
    void theEndsOfTheTeachersFlowTakeThePlaceOfData() {
        Reflow reflow = new Reflow(linear(1, -2), 3, STRAIGHT, FlowWeight.none());
        assertThat(reflow.evaluate(linear(1, -2), pass -> BATCH, Rng.of(1)).total())
                .isCloseTo(0, within(1e-9));
        assertThat(reflow.evaluate(linear(4, 2), pass -> BATCH, Rng.of(1)).total())
                .isCloseTo(12.5, within(1e-4));
    }

    /** ½|x|² ends at x₀/e: with V = 0 the loss is the mean of x₀² (1 - 1/e)², to the second order of the steps. */
    @Test
    void theFlowIsFollowedToTheTimeOne() {
        double expected = 15 / 6.0 * Math.pow(1 - Math.exp(-1), 2);
        assertThat(new Reflow(Quadratic.diagonal(1, 1), 50, STRAIGHT, FlowWeight.none())
                        .evaluate(linear(0, 0), pass -> BATCH, Rng.of(1))
                        .total())
                .isCloseTo(expected, within(1e-3));
        assertThatThrownBy(() -> new Reflow(linear(0, 0), 0, STRAIGHT, FlowWeight.none()))
                .isInstanceOf(UsageException.class);
    }

    /** Two Gaussians go to two others, and independent pairs cross: their flow is bent, and that of its own pairs less so. */
    @Test
    void pathsBecomeStraighterAndKeepTheirEnds() {
        Potential teacher = trained("teacher", new FlowMatching(Coupling.independent(), STRAIGHT, FlowWeight.none()));
        Potential student = trained("student", new Reflow(teacher, 4, STRAIGHT, FlowWeight.none()));
        Trajectory bent = flow(teacher);
        Trajectory straighter = flow(student);
        assertThat(Straightness.of(bent)).isGreaterThan(0.5);
        assertThat(Straightness.of(straighter)).isLessThan(0.1 * Straightness.of(bent));
        double[] apart = IntStream.range(0, bent.last().rows())
                .mapToDouble(row -> Math.hypot(
                        bent.last().row(row)[0] - straighter.last().row(row)[0],
                        bent.last().row(row)[1] - straighter.last().row(row)[1]))
                .toArray();
        assertThat(Arrays.stream(apart).average().orElseThrow()).isLessThan(0.35); // by chance 1.8, of a way of 4
        assertThat(Arrays.stream(apart).max().orElseThrow()).isLessThan(1.5); // each at the same Gaussian
    }

    /** A run goes on with the same teacher alone. */
    @Test
    void anotherTeacherIsAnotherObjective() {
        Potential first = Potential.of(Mlp.of(2, 4).create(Rng.of(1)));
        Potential same = Potential.of(Mlp.of(2, 4).create(Rng.of(1)));
        Potential other = Potential.of(Mlp.of(2, 4).create(Rng.of(2)));
        Reflow reflow = new Reflow(first, 6, STRAIGHT, FlowWeight.none());
        assertThat(new Reflow(same, 6, STRAIGHT, FlowWeight.none()).description())
                .isEqualTo(reflow.description());
        assertThat(new Reflow(other, 6, STRAIGHT, FlowWeight.none()).description())
                .isNotEqualTo(reflow.description());
    }

    private Potential trained(String name, Objective objective) {
        TrainingPlan plan = TrainingPlan.builder()
                .network(Mlp.of(2, 32, 32))
                .from(SOURCE)
                .to(DATA)
                .batchSize(64)
                .learningRate(LearningRate.cosine(4e-3))
                .seed(1)
                .phase("only", 300, objective)
                .build();
        return Trainer.of(plan, new RunDirectory(folder.resolve(name))).fit().potential();
    }

    private static Trajectory flow(Potential potential) {
        double[] times = IntStream.rangeClosed(0, 20).mapToDouble(k -> k / 20.0).toArray();
        return new Sampler(Kernel.heunFlow(), TemperatureSchedule.constant(0), new TimeGrid(1, 0.05))
                .trajectory(Target.of(potential), SOURCE, 300, 3, times);
    }
}
