package org.energymatching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;

class RegionTest {

    private static final float OPEN = Float.POSITIVE_INFINITY;
    private static final Potential FLAT = x -> x.square().sumPerRow().times(0);

    @Test
    void distancesFromABoxAndAHalfSpaceAreThoseOfGeometry() {
        Samples x = Samples.of(new float[][] {{0, 0}, {3, 0}, {-2, 5}, {1, 4}});
        Potential box = FLAT.within(Region.box(new float[] {-1, -OPEN}, new float[] {1, 2}), 1);
        assertThat(box.energies(x)).containsExactly(new double[] {0, 2, 5, 2}, within(1e-5));
        Potential half = FLAT.within(Region.halfSpace(new float[] {3, 4}, 5), 0.5);
        assertThat(half.energies(x))
                .containsExactly(
                        new double[] {0, 0.5 * 0.64 * 4, 0.5 * 1.8 * 1.8 * 4, 0.5 * 2.8 * 2.8 * 4}, within(1e-4));
    }

    /**
     * A normal with a wall at 0: on the right its half of mass √(π/2) and first moment 1, on the left a normal of variance v = 1/(1 +
     * 1/w²), of mass √(πv/2) and first moment -v.
     */
    @Test
    void chainsStayWithinTheWall() {
        Potential half =
                Quadratic.diagonal(1, 1).within(Region.box(new float[] {0, -OPEN}, new float[] {OPEN, OPEN}), 0.2);
        Samples x = new Sampler(Kernel.mala(), TemperatureSchedule.constant(1), new TimeGrid(6, 0.02))
                .sample(Target.of(half), StandardNormal.of(2), 2000, 5);
        double mean = 0;
        double lowest = 0;
        for (int i = 0; i < x.rows(); i++) {
            mean += x.values()[2 * i] / 2000;
            lowest = Math.min(lowest, x.values()[2 * i]);
        }
        double v = 1 / (1 + 1 / 0.04);
        double exact = (1 - v) / (Math.sqrt(Math.PI / 2) + Math.sqrt(Math.PI * v / 2));
        assertThat(mean).isCloseTo(exact, within(0.06));
        assertThat(lowest).isBetween(-1.2, -0.2);
    }

    @Test
    void regionsThatAreNoneAreErrors() {
        assertThatThrownBy(() -> Region.box(new float[] {1}, new float[] {1})).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Region.halfSpace(new float[] {0, 0}, 1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> FLAT.within(Region.halfSpace(new float[] {1}, 1), 0))
                .isInstanceOf(UsageException.class);
        Potential other = FLAT.within(Region.halfSpace(new float[] {1, 1, 1}, 1), 1);
        assertThatThrownBy(() -> other.energies(new Samples(new float[4], Shape.of(2, 2))))
                .isInstanceOf(UsageException.class);
    }
}
