package org.energymatching.data.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values published with the formats: IEEE 754-2008 binary16 and bfloat16. */
class NumberTypeTest {

    @TempDir
    Path directory;

    @Test
    void half() throws IOException {
        assertThat(read(NumberType.F16, "3c00 c000 7bff 0001 0400 03ff 3555 7c00 fc00 8000 7e00"))
                .containsExactly(
                        1f,
                        -2f,
                        65504f,
                        0x1p-24f,
                        0x1p-14f,
                        0x1.ff8p-15f,
                        0x1.554p-2f,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        -0f,
                        Float.NaN);
    }

    @Test
    void bfloat16() throws IOException {
        assertThat(read(NumberType.BF16, "3f80 c000 7f7f 0001 4049 7f80 7fc0"))
                .containsExactly(1f, -2f, 0x1.fep127f, 0x1p-133f, 3.140625f, Float.POSITIVE_INFINITY, Float.NaN);
    }

    @Test
    void doublesBeyondTheRangeBecomeInfinite() throws IOException {
        assertThat(read(NumberType.F64, "7fefffffffffffff 3fb999999999999a"))
                .containsExactly(Float.POSITIVE_INFINITY, 0.1f);
    }

    private float[] read(NumberType type, String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Path file = Files.write(directory.resolve("numbers"), bytes);
        return InputFile.read(file, channel -> type.read(channel, bytes.length / type.bytes(), ByteOrder.BIG_ENDIAN));
    }
}
