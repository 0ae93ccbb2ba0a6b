package org.energymatching.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.tensor.engine.Engine;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {

    private static final Device CPU = Device.cpu();

    private static float[] values(Rng rng, long first, long... shape) {
        try (Scope scope = Scope.open()) {
            return Noise.normal(rng, first, Shape.of(shape), CPU).floats();
        }
    }

    /** The formula of the documentation, on the bits of the generators in Java. */
    @Test
    void itIsBoxAndMullersTransformOfTheRowsGenerator() {
        Rng rng = Rng.of(5).stream("noise");
        float[] z = values(rng, 7, 40, 5);
        for (int i = 0; i < 40; i++) {
            Rng row = rng.at(7 + i);
            for (int j = 0; j < 5; j += 2) {
                long bits = row.nextLong();
                double r = Math.sqrt(-2 * Math.log(((bits >> 24) + 0x1p39 + 0.5) * 0x1p-40));
                double theta = 2 * Math.PI * (bits & 0xffffff) * 0x1p-24;
                assertThat((double) z[i * 5 + j]).isCloseTo(r * Math.cos(theta), within(2e-6));
                if (j + 1 < 5) {
                    assertThat((double) z[i * 5 + j + 1]).isCloseTo(r * Math.sin(theta), within(2e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 48})
    void aRowIsTheSameInAnyCompanyAndAtAnyNumberOfSteps(int width) {
        Rng rng = Rng.of(11);
        float[] alone = values(rng.at(3), 17, 1, width);
        for (int rows : new int[] {2, 5, 64, 129}) {
            float[] together = values(rng.at(3), 17 - rows / 2, rows, width);
            int at = rows / 2 * width;
            assertThat(Arrays.copyOfRange(together, at, at + width)).isEqualTo(alone);
        }
        for (int steps : new int[] {4, 9, 33}) {
            try (Scope scope = Scope.open()) {
                List<Rng> each = IntStream.range(0, steps).mapToObj(rng::at).toList();
                Tensor many = Noise.normal(each, new long[] {2, 17, 4}, Shape.of(width), CPU);
                assertThat(many.shape()).isEqualTo(Shape.of(steps, 3, width));
                assertThat(many.at(3).rows(1, 2).floats()).isEqualTo(alone);
            }
        }
    }

    @Test
    void aRowKeepsItsShape() {
        float[] flat = values(Rng.of(1), 0, 3, 12);
        try (Scope scope = Scope.open()) {
            Tensor shaped = Noise.normal(Rng.of(1), 0, Shape.of(3, 2, 3, 2), CPU);
            assertThat(shaped.shape()).isEqualTo(Shape.of(3, 2, 3, 2));
            assertThat(shaped.floats()).isEqualTo(flat);
        }
    }

    @Test
    void itIsMadeWhereItIsAskedFor() {
        try (Scope scope = Scope.open()) {
            Tensor z = Noise.normal(Rng.of(1), 0, Shape.of(6, 5), Device.meta());
            assertThat(z.device()).isEqualTo(Device.meta());
            assertThat(z.shape()).isEqualTo(Shape.of(6, 5));
        }
    }

    @Test
    void nothingIsLeftBehindOrReadBack() {
        long before = Engine.readBacks();
        Leaks.assertNone(10, 40, () -> {
            try (Scope scope = Scope.open()) {
                Noise.normal(Rng.of(1), 0, Shape.of(6, 5), CPU);
            }
        });
        assertThat(Engine.readBacks()).isEqualTo(before);
    }

    @Test
    void twoMillionDrawsAreStandardNormalAndIndependent() {
        requireStandardNormal(2);
    }

    @Test
    @Tag("slow")
    void aHundredMillionDrawsAreStandardNormalAndIndependent() {
        requireStandardNormal(100);
    }

    /** Moments, tails and correlations of so many millions of draws, each within five standard errors. */
    private static void requireStandardNormal(int millions) {
        int steps = 25;
        int rows = 4000;
        int columns = 10;
        Rng rng = Rng.of(20260101).stream("noise");
        double[] moments = new double[5];
        double[] beyond = new double[5];
        double[] products = new double[4];
        double[] pairs = new double[4];
        for (int million = 0; million < millions; million++) {
            Rng own = rng.at(million);
            float[] z;
            try (Scope scope = Scope.open()) {
                List<Rng> each = IntStream.range(0, steps).mapToObj(own::at).toList();
                z = Noise.normal(each, Noise.numbers(0, rows), Shape.of(columns), CPU)
                        .floats();
            }
            int[] apart = {1, columns, columns * rows, 0};
            for (int at = 0; at < z.length; at++) {
                double x = z[at];
                for (int k = 1; k <= 4; k++) {
                    moments[k] += Math.pow(x, k);
                    beyond[k] += Math.abs(x) > k ? 1 : 0;
                }
                for (int way = 0; way < 3; way++) {
                    int other = at + apart[way];
                    boolean same =
                            way == 0 ? at % columns < columns - 1 : way == 1 ? at / columns % rows < rows - 1 : true;
                    if (other < z.length && same) {
                        products[way] += x * z[other];
                        pairs[way]++;
                    }
                }
                if (at % 2 == 0) { // both of a pair have one radius: their squares must not be correlated
                    products[3] += (x * x - 1) * ((double) z[at + 1] * z[at + 1] - 1) / 2;
                    pairs[3]++;
                }
            }
        }
        double n = 1e6 * millions;
        double[] expected = {0, 0, 1, 0, 3};
        double[] deviation = {0, 1, Math.sqrt(2), Math.sqrt(15), Math.sqrt(96)};
        double[] tail = {0, 0.317310507863, 0.045500263896, 0.002699796063, 6.334248367e-5};
        for (int k = 1; k <= 4; k++) {
            assertThat(moments[k] / n)
                    .as("moment %d", k)
                    .isCloseTo(expected[k], within(5 * deviation[k] / Math.sqrt(n)));
            assertThat(beyond[k] / n)
                    .as("share beyond %d deviations", k)
                    .isCloseTo(tail[k], within(5 * Math.sqrt(tail[k] * (1 - tail[k]) / n)));
        }
        String[] names = {"columns", "rows", "steps", "squares of a pair"};
        for (int way = 0; way < 4; way++) {
            assertThat(products[way] / pairs[way])
                    .as("correlation of %s", names[way])
                    .isCloseTo(0, within(5 / Math.sqrt(pairs[way])));
        }
    }
}
