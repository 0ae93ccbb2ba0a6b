package org.energymatching;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.density.FlowDensity;
import org.energymatching.error.UsageException;
import org.energymatching.geometry.Hessian;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lambdas that are no potentials are refused on every way in, and never give numbers. */
class WrongPotentialsTest {

    private static final Samples POINTS = new Samples(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(3, 2));

    static Map<String, Potential> wrong() {
        return Map.of(
                "a sum over everything", x -> x.square().sum(),
                "a mean over everything", x -> x.square().sum().times(1.0 / 6),
                "no sum at all", Tensor::square,
                "null", x -> nothing(),
                "a mean over the rows",
                        x -> x.square().sumPerRow().minus(x.square().sumPerRow().sum()));
    }

    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // what a user's lambda may do
    private static Tensor nothing() {
        return null;
    }

    static List<Map.Entry<String, Potential>> potentials() {
        return List.copyOf(wrong().entrySet());
    }

    @ParameterizedTest
    @MethodSource("potentials")
    void isRefusedOnEveryWayIn(Map.Entry<String, Potential> named) {
        boolean mixes = named.getKey().contains("rows");
        refused(named, v -> v.energies(POINTS));
        refused(named, v -> v.gradients(POINTS));
        Sampler sampler = new Sampler(
                Kernel.eulerMaruyama(),
                TemperatureSchedule.constant(0.1),
                TimeGrid.to(0.1).step(0.05));
        refused(named, v -> sampler.sample(Target.of(v), StandardNormal.of(2), 4, 1));
        refused(
                named,
                v -> new Sampler(
                                Kernel.mala(),
                                TemperatureSchedule.constant(0.1),
                                TimeGrid.to(0.1).step(0.05))
                        .sample(Target.of(v), StandardNormal.of(2), 4, 1));
        if (!mixes) {
            refused(named, v -> scoped(() -> v.drift(Tensor.of(POINTS.values(), POINTS.shape()))));
            refused(named, v -> scoped(() -> v.trainableDrift(Tensor.of(POINTS.values(), POINTS.shape()))));
            refused(named, v -> scoped(() -> v.times(2).energy(Tensor.of(POINTS.values(), POINTS.shape()))));
            refused(named, v -> scoped(() -> Hessian.of(v).at(Tensor.of(POINTS.values(), POINTS.shape()))));
            refused(named, v -> FlowDensity.of(v, StandardNormal.of(2)).of(POINTS, Rng.of(1)));
        }
    }

    private static void scoped(Runnable work) {
        try (Scope scope = Scope.open()) {
            work.run();
        }
    }

    private static void refused(Map.Entry<String, Potential> named, Consumer<Potential> use) {
        assertThatThrownBy(() -> use.accept(named.getValue()))
                .as(named.getKey())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("The potential");
    }
}
