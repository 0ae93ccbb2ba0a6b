package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;

final class ContoursTest {

    private static Grid grid(int columns, int rows, DoubleBinaryOperator field) {
        Grid grid = new Grid(-2, 2, -2, 2, new double[rows][columns]);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                grid.values()[row][column] = field.applyAsDouble(grid.x(column), grid.y(row));
            }
        }
        return grid;
    }

    @Test
    void levelLineOfTheSquaredRadiusIsACircle() {
        Grid quadratic = grid(81, 61, (x, y) -> x * x + y * y);
        for (double level : new double[] {0.3, 1, 2.25}) {
            List<Contours.Line> lines = Contours.of(quadratic, level);
            assertThat(lines).hasSize(1);
            Contours.Line circle = lines.get(0);
            int last = circle.xs().length - 1;
            assertThat(circle.xs()[0]).isEqualTo(circle.xs()[last]);
            assertThat(circle.ys()[0]).isEqualTo(circle.ys()[last]);
            double length = 0;
            for (int i = 0; i <= last; i++) {
                assertThat(Math.hypot(circle.xs()[i], circle.ys()[i])).isCloseTo(Math.sqrt(level), within(2e-3));
                length += i == 0
                        ? 0
                        : Math.hypot(circle.xs()[i] - circle.xs()[i - 1], circle.ys()[i] - circle.ys()[i - 1]);
            }
            assertThat(length).isCloseTo(2 * Math.PI * Math.sqrt(level), within(0.02));
        }
    }

    @Test
    void lineThatLeavesTheGridIsOpen() {
        List<Contours.Line> lines = Contours.of(grid(11, 7, (x, y) -> x), 0.3);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).xs()).hasSize(7);
        for (double x : lines.get(0).xs()) {
            assertThat(x).isCloseTo(0.3, within(1e-12));
        }
        assertThat(lines.get(0).ys()).contains(-2, 2);
    }

    @Test
    void saddleGivesTwoLinesThatDoNotCross() {
        List<Contours.Line> lines = Contours.of(grid(2, 2, (x, y) -> x * y), 0.5);
        assertThat(lines).hasSize(2);
        for (Contours.Line line : lines) {
            assertThat(line.xs()).hasSize(2);
            assertThat(Math.signum(line.xs()[0] + line.xs()[1])).isEqualTo(Math.signum(line.ys()[0] + line.ys()[1]));
        }
    }

    @Test
    void twoWellsGiveTwoRings() {
        Grid wells = grid(
                61,
                61,
                (x, y) -> -Math.exp(-4 * (Math.pow(x - 1, 2) + y * y)) - Math.exp(-4 * (Math.pow(x + 1, 2) + y * y)));
        assertThat(Contours.of(wells, -0.5)).hasSize(2);
        assertThat(Contours.of(wells, 1)).isEmpty();
    }

    @Test
    void missingValuesLeaveAGap() {
        Grid quadratic = grid(41, 41, (x, y) -> x > 0.5 ? Double.NaN : x * x + y * y);
        List<Contours.Line> lines = Contours.of(quadratic, 1);
        assertThat(lines).hasSize(1);
        for (double x : lines.get(0).xs()) {
            assertThat(x).isLessThanOrEqualTo(0.5);
        }
    }

    @Test
    void fieldIsEvaluatedAtEveryNodeAtOnce() {
        Grid plane = Grid.of(0, 2, 10, 13, 3, 4, nodes -> {
            double[] sums = new double[nodes.rows()];
            for (int i = 0; i < sums.length; i++) {
                sums[i] = 100 * nodes.row(i)[0] + nodes.row(i)[1];
            }
            return sums;
        });
        assertThat(plane.at(0, 0)).isEqualTo(10);
        assertThat(plane.at(3, 2)).isEqualTo(213);
        assertThat(plane.interpolated(0.5, 11.25)).isCloseTo(61.25, within(1e-9));
        assertThat(plane.interpolated(2.1, 11)).isNaN();
        assertThatThrownBy(() -> Grid.of(0, 1, 0, 1, 3, 3, nodes -> new double[2]))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("2 values for 9 nodes");
    }

    @Test
    void gridsWithoutCellsAreRefused() {
        assertThatThrownBy(() -> new Grid(0, 1, 0, 1, new double[1][5])).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Grid(0, 0, 0, 1, new double[2][2])).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Grid(0, 1, 0, 1, new double[][] {{1, 2}, {3}}))
                .isInstanceOf(UsageException.class);
    }
}
