package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Autodiff;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;

class TransportEndpointLossTest {

    private static final long SEED = 7;
    private static final Batch BATCH = new Batch(
            EightGaussians.create().sample(24, Rng.of(SEED)), TwoMoons.create().sample(24, Rng.of(SEED + 1)));

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
        assertThat(there)
                .isCloseTo(
                        EnergyDistanceGradient.between(BATCH.source(), BATCH.data())
                                .value(),
                        within(1e-4));
    }

    /** What the energy distance has besides does not depend on the points. */
    @Test
    void attractionIsTheEnergyDistanceButForAConstant() {
        Samples x = BATCH.source();
        Samples y = BATCH.data();
        Samples other = EightGaussians.create().sample(24, Rng.of(99));
        double difference = EnergyDistanceGradient.between(x, y).value()
                - EnergyDistanceGradient.between(other, y).value();
        assertThat(difference).isCloseTo(EnergyDistance.between(x, y) - EnergyDistance.between(other, y), within(1e-4));
        double[] slopes = EnergyDistanceGradient.between(x, y).slopes();
        for (int i : new int[] {0, 17, 40}) {
            double difference2 = (moved(x, i, 1e-2f) - moved(x, i, -1e-2f)) / 2e-2;
            assertThat(slopes[i]).isCloseTo(difference2, within(2e-3));
        }
    }

    private static double moved(Samples x, int i, float by) {
        float[] values = x.values().clone();
        values[i] += by;
        return EnergyDistanceGradient.between(new Samples(values, x.shape()), BATCH.data())
                .value();
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
