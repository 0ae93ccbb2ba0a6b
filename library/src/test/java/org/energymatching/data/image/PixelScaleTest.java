package org.energymatching.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;
import org.assertj.core.data.Offset;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same picture is the same numbers, whatever an array holds it as, or it is refused. */
class PixelScaleTest {

    private static final Shape PICTURE = Shape.of(3, 4, 4);

    @TempDir
    Path directory;

    /** The byte of a pixel and channel, with both ends of the range. */
    private static int level(int channel, int pixel) {
        return channel == 0 && pixel < 2 ? 255 * pixel : 31 * channel + 9 * pixel;
    }

    private static float[] expected() {
        float[] values = new float[48];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (level(i / 16, i % 16) / 127.5 - 1);
        }
        return values;
    }

    private interface Put {
        void put(ByteBuffer to, int level);
    }

    private Path save(String dtype, int bytes, boolean last, Put put) throws IOException {
        return save(dtype, bytes, last ? "(1, 4, 4, 3)" : "(1, 3, 4, 4)", i -> last ? i % 3 * 16 + i / 3 : i, put);
    }

    private Path save(String dtype, int bytes, String shape, IntUnaryOperator planar, Put put) throws IOException {
        String header = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer numbers = ByteBuffer.allocate(48 * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 48; i++) {
            int from = planar.applyAsInt(i);
            put.put(numbers, level(from / 16, from % 16));
        }
        out.writeBytes(numbers.array());
        return Files.write(directory.resolve("x.npy"), out.toByteArray());
    }

    private static Samples read(Path file) {
        return NpyImages.samples(file, PICTURE, PixelScale.AUTO, false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wholeNumbersAndFloatsOnBothSidesOfZeroAreTheSamePicture(boolean last) throws IOException {
        Offset<Float> close = within(1e-6f);
        assertThat(read(save("<i4", 4, last, ByteBuffer::putInt)).values()).containsExactly(expected(), close);
        assertThat(read(save("<i8", 8, last, (to, b) -> to.putLong(b))).values())
                .containsExactly(expected(), close);
        assertThat(read(save("<u2", 2, last, (to, b) -> to.putShort((short) b))).values())
                .containsExactly(expected(), close);
        Path floats = save("<f4", 4, last, (to, b) -> to.putFloat((float) (b / 127.5 - 1)));
        assertThat(read(floats).values()).containsExactly(expected(), close);
    }

    @Test
    void whatDoesNotTellWhatItIsIsRefusedUntilItIsSaid() throws IOException {
        Path unit = save("<f4", 4, false, (to, b) -> to.putFloat(b / 255f));
        assertThatThrownBy(() -> read(unit))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("from 0 to 1")
                .hasMessageContaining("--pixels");
        assertThat(NpyImages.samples(unit, PICTURE, PixelScale.UNIT, false).values())
                .containsExactly(expected(), within(1e-6f));
        Path bytes = save("<f4", 4, false, (to, b) -> to.putFloat(b));
        assertThatThrownBy(() -> read(bytes)).hasMessageContaining("from 0 to 255");
        assertThat(NpyImages.samples(bytes, PICTURE, PixelScale.BYTES, false).values())
                .containsExactly(expected(), within(1e-6f));
        Path wide = save("<f4", 4, false, (to, b) -> to.putFloat(b / 50f - 2));
        assertThatThrownBy(() -> read(wide)).hasMessageContaining("from -2");
        assertThat(NpyImages.samples(wide, PICTURE, PixelScale.SIGNED, false).values()[1])
                .isEqualTo(255 / 50f - 2);
        Path noisy = save("<f4", 4, false, (to, b) -> to.putFloat(b / 127.5f - 1 - 0.3f));
        assertThat(NpyImages.samples(noisy, PICTURE, PixelScale.AUTO, true).values()[1])
                .isEqualTo(255 / 127.5f - 1 - 0.3f);
        // Pictures from 0 to 1 with a little noise look like ones from -1 to 1, but for their mean.
        Path unitWithNoise = save("<f4", 4, false, (to, b) -> to.putFloat(b / 300f - 0.04f));
        assertThatThrownBy(() -> NpyImages.samples(unitWithNoise, PICTURE, PixelScale.AUTO, true))
                .hasMessageContaining("by a mean below 0");
        assertThatThrownBy(() -> NpyImages.samples(wide, PICTURE, PixelScale.UNIT, false))
                .hasMessageContaining("were said");
    }

    @Test
    void anotherShapeIsRefused() throws IOException {
        Path file = save("<i4", 4, "(1, 4, 3, 4)", i -> i, ByteBuffer::putInt);
        assertThatThrownBy(() -> read(file)).hasMessageContaining("rows of 48 numbers, of shape (4, 3, 4)");
        Path flat = save("<i4", 4, "(1, 48)", i -> i, ByteBuffer::putInt);
        assertThat(read(flat).values()).containsExactly(expected(), within(1e-6f));
    }
}
