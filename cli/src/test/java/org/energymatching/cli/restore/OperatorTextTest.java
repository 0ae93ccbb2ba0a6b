package org.energymatching.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorTextTest {

    private static final Shape IMAGE = Shape.of(1, 8, 8);
    private static final List<String> COLUMNS = List.of("h0", "h1", "h2", "h-3", "h4");

    private static boolean[] missing(Instrument instrument) {
        return Objects.requireNonNull(instrument.hole()).missing();
    }

    private static Instrument of(Shape row, List<String> columns, String... texts) {
        return Instrument.of(Stream.of(texts).map(OperatorText::of).toList(), row, columns);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inpaint:box=1,2,3,4        | Inpainting of 12 out of 64 values",
                "random:0.75                | Inpainting of 48 out of 64 values",
                "random:share=0.25,seed=4   | Inpainting of 16 out of 64 values",
                "downsample:4               | Downsampling of (1, 8, 8) by 4",
                "downsample:factor=2        | Downsampling of (1, 8, 8) by 2",
                "blur:2                     | A blur of (1, 8, 8) by 2.0 pixels",
                "blur:sigma=1.5,edges=zero  | A blur of (1, 8, 8) by 1.5 pixels",
                "denoise                    | The identity on (1, 8, 8)",
                "compressed:0.25            | Compressed sensing of (1, 8, 8) by 16 numbers"
            })
    void operatorsOfImages(String text, String made) {
        assertThat(of(IMAGE, List.of(), text).operator()).hasToString(made);
    }

    @Test
    void aSeedDecidesWhatIsMissing() {
        assertThat(missing(of(IMAGE, List.of(), "random:0.5")))
                .isEqualTo(missing(of(IMAGE, List.of(), "random:0.5,seed=0")))
                .isNotEqualTo(missing(of(IMAGE, List.of(), "random:0.5,seed=1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "columns:h1         | 01000",
                "columns:h0,h4      | 10001",
                "columns:h1-h-3     | 01110",
                "columns:h0,h2-h-3  | 10110",
                "columns:h-3        | 00010"
            })
    void columnsAreNamedOneByOneOrInStretches(String text, String missing) {
        boolean[] unseen = missing(of(Shape.of(5), COLUMNS, text));
        for (int j = 0; j < 5; j++) {
            assertThat(unseen[j]).as("column %d", j).isEqualTo(missing.charAt(j) == '1');
        }
    }

    @Test
    void operatorsComposeInTheirOrder() {
        Instrument coarse = of(IMAGE, List.of(), "blur:1", "downsample:2", "random:0.5");
        assertThat(coarse.operator().outputShape()).isEqualTo(Shape.of(8));
        assertThat(coarse.fileRow()).isEqualTo(Shape.of(1, 4, 4));
        assertThat(coarse.isHole()).isFalse();
        float[] picture = new float[64];
        picture[0] = 1;
        float[] blurred = of(IMAGE, List.of(), "blur:1").operator().values(picture);
        float mean = (blurred[0] + blurred[1] + blurred[8] + blurred[9]) / 4;
        assertThat(of(IMAGE, List.of(), "blur:1", "downsample:2").operator().values(picture)[0])
                .isEqualTo(mean);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inpant:box=1,1,2,2     | 'inpaint'",
                "sharpen:2              | no operator 'sharpen'",
                "inpaint:box=1,2,3      | box of 3 numbers",
                "inpaint:box=1,2,3,x    | 'x'",
                "inpaint:box=7,7,2,2    | lies inside",
                "inpaint                | names no mask",
                "inpaint:mask.tiff      | names no mask",
                "inpaint:box=1,1,2,2,seed=3 | 'seed='",
                "random                 | lacks its number",
                "random:1               | between 0 and 1",
                "random:much            | 'much'",
                "random:0.5,share=0.5   | or has two",
                "downsample:3           | divides",
                "downsample:2.5         | no whole number",
                "blur:0                 | positive",
                "blur:1,edges=round     | edges=reflect",
                "blur:sigm=1            | 'sigm='",
                "denoise:3              | --noise",
                "compressed:2           | between 0 and 1",
                "columns:h0             | where there are no columns"
            })
    void whatMakesNoSenseIsRefused(String text, String told) {
        assertThatThrownBy(() -> of(IMAGE, List.of(), text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(told);
    }

    @Test
    void tablesHaveColumnsAndNoBoxes() {
        assertThatThrownBy(() -> of(Shape.of(5), COLUMNS, "columns:h5"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'h5'")
                .hasMessageContaining("h0, h1");
        assertThatThrownBy(() -> of(Shape.of(5), COLUMNS, "columns:h4-h0")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> of(Shape.of(5), COLUMNS, "columns:h0-h4"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("every value");
        assertThatThrownBy(() -> of(Shape.of(5), COLUMNS, "inpaint:box=0,0,1,1"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("columns:NAMES");
    }

    @Test
    void nothingFollowsAListWithoutPlaces() {
        assertThatThrownBy(() -> of(IMAGE, List.of(), "random:0.5", "blur:1"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'random:0.5' is followed by 'blur:1'")
                .hasMessageContaining("comes last");
    }
}
