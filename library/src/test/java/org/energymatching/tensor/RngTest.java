package org.energymatching.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RngTest {

    /** Worked out by SplitMix64 in Python, the normal deviates on JDK 17 and 25: a change would give seeds new meanings. */
    @Test
    void theNumbersOfASeedNeverChange() {
        Rng longs = Rng.of(7);
        assertThat(new long[] {longs.nextLong(), longs.nextLong(), longs.nextLong(), longs.nextLong(), longs.nextLong()
                })
                .containsExactly(
                        -5137267319001854395L,
                        -6461814455296669442L,
                        -8312576501255826789L,
                        -7300579258652549571L,
                        6420546101309130790L);
        Rng normals = Rng.of(7);
        assertThat(new double[] {
                    normals.nextGaussian(),
                    normals.nextGaussian(),
                    normals.nextGaussian(),
                    normals.nextGaussian(),
                    normals.nextGaussian()
                })
                .containsExactly(
                        -1.0969116100144727,
                        -1.3494042949172174,
                        1.5970271274731074,
                        0.3802227807698312,
                        -0.16506439609472534);
        assertThat(Rng.of(7).stream("noise").at(3).at(17).nextLong()).isEqualTo(7664659257244936171L);
    }

    @Test
    void childrenDoNotDependOnWhatTheirParentDrew() {
        Rng parent = Rng.of(3);
        long before = parent.at(5).stream("a").nextLong();
        parent.nextLong();
        assertThat(parent.at(5).stream("a").nextLong()).isEqualTo(before);
    }

    @Test
    void childrenDifferFromOneAnotherAndFromTheirParent() {
        Set<Long> firsts = new HashSet<>();
        for (int seed = -50; seed < 50; seed++) {
            Rng root = Rng.of(seed);
            firsts.add(root.nextLong());
            for (int i = -50; i < 50; i++) {
                firsts.add(root.at(i).nextLong());
                firsts.add(root.stream("s" + i).nextLong());
                firsts.add(root.stream("s").at(i).nextLong());
            }
        }
        assertThat(firsts).hasSize(100 * 301);
    }

    @Test
    void siblingsAreUncorrelated() {
        int n = 200_000;
        Rng root = Rng.of(11);
        double rows = 0;
        double streams = 0;
        double steps = 0;
        for (int i = 0; i < n; i++) {
            rows += root.at(i).nextGaussian() * root.at(i + 1).nextGaussian() / n;
            streams += root.stream("flow").at(i).nextGaussian()
                    * root.stream("contrast").at(i).nextGaussian()
                    / n;
            steps += root.at(i).at(0).nextGaussian() * root.at(0).at(i + 1).nextGaussian() / n;
        }
        double fourDeviations = 4 / Math.sqrt(n);
        assertThat(new double[] {rows, streams, steps}).containsExactly(new double[] {0, 0, 0}, within(fourDeviations));
    }

    @Test
    void firstDrawsOfRowsHaveTheMomentsOfTheirDistribution() {
        int n = 400_000;
        double[] uniform = new double[2];
        double[] normal = new double[4];
        Rng root = Rng.of(5).stream("moments");
        for (int i = 0; i < n; i++) {
            double u = root.at(i).nextDouble();
            double z = root.at(i).stream("z").nextGaussian();
            for (int power = 1; power <= 4; power++) {
                normal[power - 1] += Math.pow(z, power) / n;
            }
            uniform[0] += u / n;
            uniform[1] += u * u / n;
        }
        double unit = 4 / Math.sqrt(n);
        assertThat(uniform[0]).isCloseTo(0.5, within(unit * Math.sqrt(1 / 12.0)));
        assertThat(uniform[1]).isCloseTo(1 / 3.0, within(unit * Math.sqrt(4 / 45.0)));
        assertThat(normal[0]).isCloseTo(0, within(unit));
        assertThat(normal[1]).isCloseTo(1, within(unit * Math.sqrt(2)));
        assertThat(normal[2]).isCloseTo(0, within(unit * Math.sqrt(15)));
        assertThat(normal[3]).isCloseTo(3, within(unit * Math.sqrt(96)));
    }
}
