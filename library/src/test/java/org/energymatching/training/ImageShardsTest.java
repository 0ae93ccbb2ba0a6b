package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.List;
import org.energymatching.Potential;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.image.Head;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.nn.image.PerceptronHead;
import org.energymatching.nn.image.UNet;
import org.energymatching.nn.image.VisionHead;
import org.energymatching.objective.Batch;
import org.energymatching.objective.Batches;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Loss;
import org.energymatching.objective.Objective;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Units are left out row by row, so that in shards of any size the same are. */
class ImageShardsTest {

    static final List<Head> HEADS = List.of(new VisionHead(4, 8, 1, 2, 0.3), new PerceptronHead(List.of(8)));

    private static final UNet UNET = new UNet(32, List.of(1, 1), 1, List.of(4), 2, 0, 0.3, false);
    private static final Objective OBJECTIVE = new FlowMatching(
                    Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.cutoff(0.7))
            .plus(ContrastiveDivergence.with(2, (potential, batch, rng) -> batch.source()));

    @ParameterizedTest
    @FieldSource("HEADS")
    void shardsOfAnySizeAddUpToTheSameGradient(Head head) {
        Seeds.check(2, random -> {
            Rng rng = Rng.of(random.nextLong());
            ImagePotential potential = new ImagePotential(Shape.of(1, 8, 8), UNET, head, 3);
            try (Parameters fresh = Parameters.initial(potential.parameters(), rng);
                    Scope scope = Scope.open()) {
                disturb(fresh, rng.stream("disturbed"));
                Loss loss = OBJECTIVE.prepare(value(potential, fresh), batches(rng), rng);
                ShardedGradient.Result expected = gradient(potential, fresh, 8, loss, rng);
                double largest = largest(expected.gradient());
                for (int rows : new int[] {1, 2, 4, 16}) {
                    for (boolean again : new boolean[] {false, true}) {
                        ImagePotential way =
                                again ? potential.with(Execution.defaults().activationCheckpointing()) : potential;
                        ShardedGradient.Result result = gradient(way, fresh, rows, loss, rng);
                        assertThat(result.report().total())
                                .isCloseTo(expected.report().total(), within(1e-4));
                        double difference = largest(result.gradient().minus(expected.gradient()));
                        assertThat(difference)
                                .as("%d rows, recomputing %s", rows, again)
                                .isLessThan(1e-4 * largest);
                    }
                }
                ShardedGradient.Result other = gradient(potential, fresh, 8, loss, rng.stream("other"));
                assertThat(other.report().total())
                        .isNotCloseTo(expected.report().total(), within(1e-4));
            }
        });
    }

    private static double largest(Tensor vector) {
        double largest = 0;
        for (float number : vector.floats()) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    private static ShardedGradient.Result gradient(
            ImagePotential potential, Parameters parameters, int rows, Loss loss, Rng rng) {
        try (ShardedGradient sharded = new ShardedGradient(potential, parameters, rows, null)) {
            return sharded.of(loss, rng);
        }
    }

    private static Potential value(ImagePotential potential, Parameters parameters) {
        return x -> potential.energy(x, parameters);
    }

    private static Batches batches(Rng rng) {
        StandardNormal noise = StandardNormal.of(1, 8, 8);
        return pass -> Batch.of(
                noise.sample(8, rng.stream("source " + pass)),
                noise.sample(8, rng.stream("data " + pass)),
                Device.cpu());
    }

    /** Adds normal numbers: layers that begin at zero say something, too. */
    private static void disturb(Parameters parameters, Rng rng) {
        float[] noise = new float[Math.toIntExact(parameters.size())];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (0.1 * rng.nextGaussian());
        }
        unwrap(parameters.flat()).add_(unwrap(Tensor.of(noise, Shape.of(noise.length))));
    }
}
