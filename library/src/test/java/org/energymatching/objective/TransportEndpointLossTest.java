package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;

class TransportEndpointLossTest {

    private static final long SEED = 7;
    private static final Batch BATCH = Batch.of(
            EightGaussians.create().sample(24, Rng.of(SEED)),
            TwoMoons.create().sample(24, Rng.of(SEED + 1)),
            Device.cpu());

    /** Stiffness θ, tilted, with a quartic part: its chains know curvature that differs from place to place. */
    private static Potential potential(Tensor theta) {
        return x -> {
            Tensor tilted = x.plus(Tensor.of(new float[] {0.3f, -0.5f}, Shape.of(1, 2)));
            Tensor square = tilted.square().sumPerRow();
            return square.times(theta).times(0.5).plus(square.square().times(0.01));
        };
    }

    private static double value(TransportEndpointLoss arrival, double theta) {
        return arrival.evaluate(x -> potential(Tensor.of((float) theta)).energy(x), pass -> BATCH, Rng.of(SEED))
                .total();
    }

    /** The derivative that the adjoint gives, against the difference of two runs with the same noise. */
    @Test
    void theAdjointIsTheDerivativeOfWhereChainsArrive() {
        TransportEndpointLoss arrival =
                new TransportEndpointLoss(TemperatureSchedule.ramp(0.4, 0.1), new TimeGrid(0.9, 0.1), 60_000);
        Loss loss = arrival.prepare(x -> potential(Tensor.of(0.8f)).energy(x), pass -> BATCH, Rng.of(SEED));
        double adjoint;
        try (Scope scope = Scope.open()) {
            Tensor theta = Autodiff.leaf(Tensor.of(0.8f));
            Term term = loss.terms().get(0);
            adjoint = Autodiff.gradient(
                            term.sum(potential(theta), 0, term.rows()).sum(), theta)
                    .item();
        }
        double difference = (value(arrival, 0.82) - value(arrival, 0.78)) / 0.04;
        assertThat(adjoint).as("seed %d", SEED).isCloseTo(difference, within(0.03 * Math.abs(difference)));
        assertThat(Math.abs(difference)).isGreaterThan(0.1);
    }

    @Test
    void theLastStepMayBeShorter() {
        TransportEndpointLoss arrival =
                new TransportEndpointLoss(TemperatureSchedule.constant(0), new TimeGrid(0.25, 0.1), 10);
        Potential still = x -> x.sumPerRow().times(0);
        double there = arrival.evaluate(still, pass -> BATCH, Rng.of(SEED)).total();
        assertThat(there).isCloseTo(between(BATCH.sourceValues()).value().item(), within(1e-4));
    }

    /** What the energy distance has besides does not depend on the points. */
    @Test
    void attractionIsTheEnergyDistanceButForAConstant() {
        Samples x = BATCH.sourceValues();
        Samples y = BATCH.dataValues();
        Samples other = EightGaussians.create().sample(24, Rng.of(99));
        double difference = between(x).value().item() - between(other).value().item();
        assertThat(difference).isCloseTo(EnergyDistance.between(x, y) - EnergyDistance.between(other, y), within(1e-4));
        float[] gradient = between(x).gradient().floats();
        for (int i : new int[] {0, 17, 40}) {
            double difference2 = (moved(x, i, 1e-2f) - moved(x, i, -1e-2f)) / 2e-2;
            assertThat((double) gradient[i]).isCloseTo(difference2, within(2e-3));
        }
    }

    private static double moved(Samples x, int i, float by) {
        float[] values = x.values().clone();
        values[i] += by;
        return between(new Samples(values, x.shape())).value().item();
    }

    /** Of points that all count, from the data. */
    private static EnergyDistanceGradient between(Samples x) {
        Tensor points = x.tensor(Device.cpu());
        return EnergyDistanceGradient.between(
                points, points.sumPerRow().times(0).plus(1), BATCH.data());
    }

    @Test
    void pointsThatDoNotCountChangeNothing() {
        Samples x = BATCH.sourceValues();
        float[] values = Arrays.copyOf(x.values(), x.values().length + 4);
        Arrays.fill(values, x.values().length, values.length, 9);
        float[] counted = new float[x.rows() + 2];
        Arrays.fill(counted, 0, x.rows(), 1);
        Tensor more = Tensor.of(values, Shape.of(x.rows() + 2, 2));
        EnergyDistanceGradient found = EnergyDistanceGradient.between(more, Tensor.of(counted), BATCH.data());
        assertThat(found.value().item()).isCloseTo(between(x).value().item(), within(1e-6));
        assertThat(Arrays.copyOf(found.gradient().floats(), x.values().length))
                .containsExactly(between(x).gradient().floats(), within(1e-6f));
    }

    @Test
    void nothingNativeIsLeftBehind() {
        TransportEndpointLoss arrival =
                new TransportEndpointLoss(TemperatureSchedule.constant(0.1), new TimeGrid(0.5, 0.1), 20);
        arrival.evaluate(x -> potential(Tensor.of(0.8f)).energy(x), pass -> BATCH, Rng.of(SEED));
        Leaks.assertNone(5, 10, () -> {
            try (Scope scope = Scope.open()) {
                arrival.evaluate(x -> potential(Tensor.of(0.8f)).energy(x), pass -> BATCH, Rng.of(SEED));
            }
        });
    }
}
