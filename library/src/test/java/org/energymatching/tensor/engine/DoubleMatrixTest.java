package org.energymatching.tensor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.energymatching.error.UsageException;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoubleMatrixTest {

    @Test
    void productsAreSumsOfProducts() {
        Seeds.check(20, random -> {
            int n = 1 + random.nextInt(5);
            int k = 1 + random.nextInt(5);
            int m = 1 + random.nextInt(5);
            DoubleMatrix a = draw(n, k, random);
            DoubleMatrix b = draw(k, m, random);
            double[] expected = new double[n * m];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    for (int l = 0; l < k; l++) {
                        expected[i * m + j] += a.at(i, l) * b.at(l, j);
                    }
                }
            }
            assertThat(a.times(b).values()).containsExactly(expected, within(1e-13));
            assertThat(a.timesTransposed(transposed(b)).values()).containsExactly(expected, within(1e-13));
            assertThat(transposed(a).transposedTimes(b).values()).containsExactly(expected, within(1e-13));
        });
    }

    /** (2 1; 1 2) has the eigenvalues 1 and 3 along the diagonals of the square. */
    @Test
    void eigenvaluesOfTwoByTwo() {
        DoubleMatrix matrix = new DoubleMatrix(2, 2, new double[] {2, 1, 1, 2});
        assertThat(matrix.eigenvalues()).containsExactly(new double[] {1, 3}, within(1e-15));
        SymmetricEigen eigen = matrix.eigen();
        assertThat(eigen.values()).containsExactly(new double[] {1, 3}, within(1e-15));
        assertThat(eigen.vectors().at(0, 1) / eigen.vectors().at(1, 1)).isCloseTo(1, within(1e-15));
        assertThat(eigen.vectors().at(0, 0) / eigen.vectors().at(1, 0)).isCloseTo(-1, within(1e-15));
    }

    @Test
    void aRootTimesItselfIsTheMatrix() {
        Seeds.check(10, random -> {
            DoubleMatrix factor = draw(4, 7, random); // of rank 4 in 7 dimensions
            DoubleMatrix matrix = factor.transposedTimes(factor);
            DoubleMatrix root = matrix.eigen().squareRoot();
            assertThat(root.times(root).values()).containsExactly(matrix.values(), within(1e-6));
        });
    }

    @Test
    void rowsOfFloatsAreWidened() {
        float[] values = {1, 2, 3, 4, 5, 6};
        assertThat(DoubleMatrix.ofRows(values, 2, 1, 3).values()).containsExactly(3, 4, 5, 6);
    }

    @Test
    void valuesFillTheMatrix() {
        assertThatThrownBy(() -> new DoubleMatrix(2, 2, new double[3])).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new DoubleMatrix(1, 2, new double[2]).times(new DoubleMatrix(1, 2, new double[2])))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("refused");
    }

    /** Quantiles from tables. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0",
        "0.975, 1.959963984540054",
        "0.3, -0.5244005127080407",
        "0.001, -3.090232306167813",
        "1e-10, -6.361340902404056",
        "1e-20, -9.262340089798408",
        "0.999999, 4.753424308822899"
    })
    void normalQuantilesAreThoseOfTables(double p, double z) {
        assertThat(new DoubleMatrix(1, 1, new double[] {p}).normalQuantiles().at(0, 0))
                .isCloseTo(z, within(1e-9 * (1 + Math.abs(z))));
    }

    @Test
    void triangularFactorsMultiplyToTheMatrixAndHaveInverses() {
        DoubleMatrix matrix = new DoubleMatrix(3, 3, new double[] {4, 99, 99, 12, 37, 99, -16, -43, 98});
        DoubleMatrix lower = matrix.cholesky();
        assertThat(lower.values()).containsExactly(new double[] {2, 0, 0, 6, 1, 0, -8, 5, 3}, within(1e-12));
        assertThat(lower.times(lower.triangularInverse()).values())
                .containsExactly(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, within(1e-12));
    }

    @Test
    void nothingIsLeftBehind() {
        DoubleMatrix matrix = new DoubleMatrix(2, 2, new double[] {2, 1, 1, 2});
        Leaks.assertNone(() -> matrix.times(matrix.eigen().squareRoot()).eigenvalues());
    }

    private static DoubleMatrix draw(int rows, int columns, RandomGenerator random) {
        double[] values = new double[rows * columns];
        for (int at = 0; at < values.length; at++) {
            values[at] = random.nextGaussian();
        }
        return new DoubleMatrix(rows, columns, values);
    }

    private static DoubleMatrix transposed(DoubleMatrix matrix) {
        double[] values = new double[matrix.values().length];
        for (int at = 0; at < values.length; at++) {
            values[at] = matrix.at(at % matrix.rows(), at / matrix.rows());
        }
        return new DoubleMatrix(matrix.columns(), matrix.rows(), values);
    }
}
