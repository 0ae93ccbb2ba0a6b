package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class AxisTest {

    @Test
    void linearAxisMapsItsEndsAndMiddle() {
        Axis axis = Axis.over(Scale.LINEAR, -2, 6);
        assertThat(axis.fraction(-2)).isZero();
        assertThat(axis.fraction(2)).isEqualTo(0.5);
        assertThat(axis.fraction(6)).isEqualTo(1);
        assertThat(axis.value(0.75)).isEqualTo(4);
    }

    @Test
    void logarithmicAxisMapsEqualRatiosToEqualLengths() {
        Axis axis = Axis.over(Scale.LOGARITHMIC, 0, 3);
        assertThat(axis.fraction(10)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(axis.fraction(100)).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(axis.value(1)).isCloseTo(1000, within(1e-9));
        assertThat(axis.fraction(0)).isNaN();
        assertThat(axis.fraction(-3)).isNaN();
    }

    @Test
    void singleValueGetsRoomAroundIt() {
        for (double value : new double[] {0, 1, -1e6, 1e300, -1e-300, 1e-200}) {
            Axis axis = Axis.over(Scale.LINEAR, value, value);
            assertThat(axis.low()).as("around " + value).isLessThan(value);
            assertThat(axis.high()).as("around " + value).isGreaterThan(value);
            assertThat(axis.fraction(value)).as("around " + value).isCloseTo(0.5, within(1e-6));
        }
    }

    @Test
    void valuesWithoutAPlaceHaveNoFraction() {
        Axis axis = Axis.over(Scale.LINEAR, 0, 1);
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -Double.MAX_VALUE}) {
            assertThat(axis.fraction(value)).isNaN();
            assertThat(axis.contains(value)).isFalse();
        }
    }

    @Test
    void frameGrowsUpwardsOnTheSurface() {
        Frame frame =
                new Frame(new Box(10, 20, 100, 50), Axis.over(Scale.LINEAR, 0, 10), Axis.over(Scale.LINEAR, 0, 5));
        assertThat(frame.px(0)).isEqualTo(10);
        assertThat(frame.px(10)).isEqualTo(110);
        assertThat(frame.py(0)).isEqualTo(70);
        assertThat(frame.py(5)).isEqualTo(20);
    }

    @Test
    void lineBreaksWhereAValueIsMissing() {
        Frame frame = new Frame(new Box(0, 0, 100, 100), Axis.over(Scale.LINEAR, 0, 4), Axis.over(Scale.LINEAR, 0, 1));
        double[] xs = {0, 1, 2, 3, 4};
        double[] ys = {0, 1, Double.NaN, 1, 0};
        assertThat(frame.line(xs, ys))
                .hasSize(2)
                .allSatisfy(stretch -> assertThat(stretch.xs()).hasSize(2));
        assertThat(frame.points(xs, ys).xs()).containsExactly(0, 25, 75, 100);
    }

    @Test
    void thinningKeepsEndsAndExtremes() {
        double[] xs = new double[100_000];
        double[] ys = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = 400.0 * i / xs.length;
            ys[i] = Math.sin(i);
        }
        ys[77_777] = 9;
        Frame.Stretch thin = Thinning.of(new Frame.Stretch(xs, ys));
        assertThat(thin.xs().length).isLessThanOrEqualTo(4 * 801);
        assertThat(thin.xs()).isSorted().startsWith(xs[0]).endsWith(xs[xs.length - 1]);
        assertThat(thin.ys()).contains(9);
    }
}
