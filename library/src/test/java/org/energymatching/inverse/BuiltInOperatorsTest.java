package org.energymatching.inverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What each operator does, on numbers that can be checked by hand. */
class BuiltInOperatorsTest {

    private static final float[] SCIPY_REFLECT = {2.0205853f, 1.1844954f, 1.9561741f, 0.4509372f, 0.0719145f, 5.315893f
    };
    private static final float[] SCIPY_ZERO = {1.3558006f, 1.1192052f, 1.9548519f, 0.4469705f, -0.1230746f, 3.3702078f};
    private static final float[] SCIPY_WIDE = {1.8104104f, 1.8166679f, 1.8271267f, 1.839363f, 1.8501709f, 1.8562611f};
    private static final float[] SCIPY_IMAGE = {1.3838438f, 0.9119369f, 3.4316473f, 0.3190721f, 0.344473f, 4.609027f};

    private static float[] count(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        return values;
    }

    @Test
    void aBoxIsMissingInEveryChannel() {
        Inpainting hole = Inpainting.box(Shape.of(2, 3, 3), 1, 0, 2, 2);
        assertThat(hole.values(count(18))).containsExactly(0, 1, 2, 5, 8, 9, 10, 11, 14, 17);
        assertThat(hole.complement().values(count(18))).containsExactly(3, 4, 6, 7, 12, 13, 15, 16);
        assertThat(hole.adjointValues(hole.values(count(18))))
                .containsExactly(0, 1, 2, 0, 0, 5, 0, 0, 8, 9, 10, 11, 0, 0, 14, 0, 0, 17);
    }

    @Test
    void columnsAreThoseThatAreMissing() {
        Inpainting table = Inpainting.columns(5, 3, 1);
        assertThat(table.values(count(10))).containsExactly(0, 2, 4, 5, 7, 9);
        assertThat(table.missing()).containsExactly(false, true, false, true, false);
    }

    @Test
    void aMaskIsForPixelsOrForValues() {
        boolean[] pixels = {true, false, false, true};
        assertThat(Inpainting.missing(Shape.of(3, 2, 2), pixels).values(count(12)))
                .containsExactly(1, 2, 5, 6, 9, 10);
        boolean[] values = new boolean[12];
        values[11] = true;
        assertThat(Inpainting.missing(Shape.of(3, 2, 2), values).values(count(12)))
                .containsExactly(count(11));
    }

    @Test
    void aShareOfThePixelsIsMissingAtRandom() {
        Shape shape = Shape.of(3, 10, 10);
        boolean[] missing = Inpainting.random(shape, 0.37, 1).missing();
        for (int channel = 0; channel < 3; channel++) {
            int from = channel * 100;
            assertThat(IntStream.range(from, from + 100).filter(i -> missing[i]).count())
                    .isEqualTo(37);
            assertThat(IntStream.range(0, 100).allMatch(i -> missing[i] == missing[from + i]))
                    .isTrue();
        }
        assertThat(Inpainting.random(shape, 0.37, 1).missing()).isEqualTo(missing);
        assertThat(Inpainting.random(shape, 0.37, 2).missing()).isNotEqualTo(missing);
    }

    @Test
    void measuredValuesCanBePutInPlace() {
        Inpainting table = Inpainting.columns(3, 1);
        assertThat(table.project(new float[] {1, 2, 3, 4, 5, 6}, new float[] {8, 9}))
                .containsExactly(8, 2, 9, 8, 5, 9);
        assertThat(table.project(new float[] {1, 2, 3, 4, 5, 6}, new float[] {8, 9, 7, 0}))
                .containsExactly(8, 2, 9, 7, 5, 0);
        refuses(() -> table.project(count(9), count(4)), "2 measurements", "3 rows");
    }

    @Test
    void wrongMasksAreNamed() {
        Shape image = Shape.of(1, 4, 4);
        refuses(() -> Inpainting.missing(image, new boolean[15]), "15 values", "16");
        refuses(() -> Inpainting.missing(image, new boolean[16]), "no value", "Identity");
        refuses(() -> Inpainting.box(image, 0, 0, 4, 4), "every value");
        refuses(() -> Inpainting.box(image, 2, 2, 3, 1), "3x1", "line 2");
        refuses(() -> Inpainting.box(image, -1, 0, 2, 2), "line -1");
        refuses(() -> Inpainting.box(image, 0, 0, 0, 2), "0x2");
        refuses(() -> Inpainting.box(image, 0, Integer.MAX_VALUE, 1, 2), "column 2147483647");
        refuses(() -> Inpainting.columns(5, 5), "Value 5", "0 to 4");
        refuses(() -> Inpainting.columns(5, 2, 2), "second time");
        for (double share : new double[] {0, 1, -0.1, 1.5, Double.NaN}) {
            refuses(() -> Inpainting.random(image, share, 1), "share of " + share);
            refuses(() -> CompressedSensing.of(image, share, 1), "share of " + share);
        }
        refuses(() -> Inpainting.random(image, 0.01, 1), "no value");
        refuses(() -> Inpainting.missing(Shape.of(2, 2, 2, 2), new boolean[16]), "(2, 2, 2, 2)");
        refuses(() -> CompressedSensing.of(Shape.of(3, 512, 512), 0.5, 1), "393216 x 786432");
    }

    @Test
    void downsamplingIsTheMeanOverBlocks() {
        assertThat(new Downsampling(Shape.of(1, 2, 4), 2).values(count(8))).containsExactly(2.5f, 4.5f);
        assertThat(new Downsampling(Shape.of(6), 3).values(count(6))).containsExactly(1, 4);
        assertThat(new Downsampling(Shape.of(2, 4), 2).values(count(8))).containsExactly(0.5f, 2.5f, 4.5f, 6.5f);
        assertThat(new Downsampling(Shape.of(6), 3).adjointValues(new float[] {3, 6}))
                .containsExactly(1, 1, 1, 2, 2, 2);
        refuses(() -> new Downsampling(Shape.of(1, 4, 6), 4), "4 times", "4 and 6");
        refuses(() -> new Downsampling(Shape.of(10), 3), "divides 10");
        refuses(() -> new Downsampling(Shape.of(10), 1), "1 times");
    }

    /** Against scipy.ndimage.gaussian_filter, modes "reflect" and "constant", truncate 4. */
    @Test
    void blurIsThatOfScipy() {
        float[] x = {3, -1, 4, 1, -5, 9};
        assertThat(Blur.of(Shape.of(6), 0.8).values(x)).containsExactly(SCIPY_REFLECT, within(2e-6f));
        assertThat(Blur.of(Shape.of(6), 0.8, Blur.Edges.ZERO).values(x)).containsExactly(SCIPY_ZERO, within(2e-6f));
        assertThat(Blur.of(Shape.of(6), 5).values(x)).containsExactly(SCIPY_WIDE, within(2e-6f));
        assertThat(Blur.of(Shape.of(1, 2, 3), 0.8).values(x)).containsExactly(SCIPY_IMAGE, within(2e-6f));
        for (double sigma : new double[] {0, -1, Double.NaN}) {
            refuses(() -> Blur.of(Shape.of(6), sigma), "deviation " + sigma);
        }
        refuses(() -> Blur.of(Shape.of(30_000), 1), "(30000)");
    }

    @Test
    void operatorsThatDoNotFitAreNotComposed() {
        refuses(
                () -> new Downsampling(Shape.of(6), 2).then(new Identity(Shape.of(6))),
                "Downsampling of (6) by 2",
                "identity on (6)",
                "(3)");
    }

    private static void refuses(ThrowingCallable call, String... fragments) {
        assertThatThrownBy(call).isInstanceOf(UsageException.class).hasMessageContainingAll(fragments);
    }
}
