package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every distance refuses, and how it says so. */
final class ComparableSamplesTest {

    static Stream<Named<ToDoubleBiFunction<Samples, Samples>>> distances() {
        return Stream.of(
                Named.of("energy", EnergyDistance::between),
                Named.of("sliced", (a, b) -> SlicedWasserstein.between(a, b, 2, new SplittableRandom(1))),
                Named.of("exact", Wasserstein2::between));
    }

    @ParameterizedTest
    @MethodSource("distances")
    void refusesUnequalOrZeroWidths(ToDoubleBiFunction<Samples, Samples> distance) {
        Samples two = new Samples(new float[4], Shape.of(2, 2));
        Samples three = new Samples(new float[6], Shape.of(2, 3));
        Samples none = new Samples(new float[0], Shape.of(2, 0));
        assertThatThrownBy(() -> distance.applyAsDouble(two, three))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("The first samples are 2 wide and the second 3.");
        assertThatThrownBy(() -> distance.applyAsDouble(none, none)).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @MethodSource("distances")
    void refusesASingleRow(ToDoubleBiFunction<Samples, Samples> distance) {
        Samples one = new Samples(new float[2], Shape.of(1, 2));
        Samples two = new Samples(new float[4], Shape.of(2, 2));
        assertThatThrownBy(() -> distance.applyAsDouble(two, one))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("The second samples have 1 rows.");
    }

    @ParameterizedTest
    @MethodSource("distances")
    void namesTheValueThatIsNotFinite(ToDoubleBiFunction<Samples, Samples> distance) {
        Samples good = new Samples(new float[6], Shape.of(2, 3));
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Samples samples = new Samples(new float[] {0, 0, 0, 0, 0, bad}, Shape.of(2, 3));
            assertThatThrownBy(() -> distance.applyAsDouble(samples, good))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("Row 1, column 2 of the first samples is " + bad + ".");
        }
    }
}
