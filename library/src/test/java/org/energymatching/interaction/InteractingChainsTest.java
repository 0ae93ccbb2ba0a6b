package org.energymatching.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.density.Gaussian;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eight chains on eight Gaussians around a circle: how many of them they see. */
class InteractingChainsTest {

    private static final int MODES = 8;
    private static final int GROUPS = 64;
    private static final double EPSILON = 0.5;
    private static final double VARIANCE = 0.316;
    private static final float[] CENTRES = centres();

    /** V = -ε log of the mixture's density. */
    private static final Potential RING = x -> x.reshape(-1, 1, 2)
            .minus(Tensor.of(CENTRES, Shape.of(1, MODES, 2)))
            .square()
            .sum(2)
            .times(-0.5 / VARIANCE)
            .logSumExp(1)
            .times(-EPSILON);

    private static float[] centres() {
        float[] centres = new float[2 * MODES];
        for (int k = 0; k < MODES; k++) {
            centres[2 * k] = (float) (5 * Math.cos(k * Math.PI / 4));
            centres[2 * k + 1] = (float) (5 * Math.sin(k * Math.PI / 4));
        }
        return centres;
    }

    /** Alone, chains that start to the right of the middle mostly fall into the modes there. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void chainsThatRepelOneAnotherSeeMoreModes(long seed) {
        double alone = modes(Target.of(RING), seed);
        double apart = modes(Target.of(RING).repelledBy(PairwiseRepulsion.of(MODES, 4)), seed);
        double softly = modes(Target.of(RING).repelledBy(GaussianRepulsion.of(MODES, 2, 10)), seed);
        assertThat(apart).as("pairwise, seed %d, alone %s", seed, alone).isGreaterThan(alone + 0.4);
        assertThat(softly).as("Gaussian, seed %d, alone %s", seed, alone).isGreaterThan(alone + 1);
    }

    /** The mean over groups of how many modes are nearest to some chain. */
    private static double modes(Target target, long seed) {
        Samples samples = new Sampler(
                        Kernel.eulerMaruyama(),
                        TemperatureSchedule.constant(EPSILON),
                        TimeGrid.to(4).step(0.02),
                        GROUPS * MODES)
                .sample(target, new Gaussian(new double[] {2, 0}, new double[] {1, 0, 0, 1}), GROUPS * MODES, seed);
        double sum = 0;
        for (int group = 0; group < GROUPS; group++) {
            BitSet seen = new BitSet();
            for (int m = 0; m < MODES; m++) {
                float[] x = samples.row(group * MODES + m);
                seen.set(Math.floorMod(Math.round(Math.atan2(x[1], x[0]) / (Math.PI / 4)), MODES));
            }
            sum += seen.cardinality();
        }
        return sum / GROUPS;
    }
}
