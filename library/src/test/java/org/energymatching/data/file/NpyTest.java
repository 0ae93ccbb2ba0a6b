package org.energymatching.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Corruption;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes laid out by hand from the description of the format in numpy.lib.format. */
class NpyTest {

    @TempDir
    Path directory;

    @Test
    void writesWhatNumpySaveWrites() throws IOException {
        Path file = directory.resolve("a.npy");
        Npy.write(file, Samples.of(new float[][] {{1, -2}, {0.5f, 3}}));

        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
        byte[] expected = ByteBuffer.allocate(128 + 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0})
                .put((header + " ".repeat(118 - 1 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII))
                .putFloat(1)
                .putFloat(-2)
                .putFloat(0.5f)
                .putFloat(3)
                .array();
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "<f4, 0000803f000020c1, 1;-10",
        ">f4, 3f800000c1200000, 1;-10",
        "<f8, 000000000000f03f00000000000024c0, 1;-10",
        ">f8, 3ff0000000000000c024000000000000, 1;-10",
        "<f2, 003c0049, 1;10",
        "|i1, 7f80, 127;-128",
        "|u1, 7f80, 127;128",
        "<i2, ff7f0080, 32767;-32768",
        ">i2, 7fff8000, 32767;-32768",
        "<u2, ff7f0080, 32767;32768",
        "<i4, 01000000ffffffff, 1;-1",
        "<u4, 01000000ffffffff, 1;4294967296",
        "<i8, 0100000000000000ffffffffffffffff, 1;-1",
        ">i8, 0000000000000001ffffffffffffffff, 1;-1",
        "|b1, 0001, 0;1",
    })
    void readsEachType(String descr, String hex, String values) throws IOException {
        Path file = file(1, "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (2,), }", hex);
        String[] expected = values.split(";", -1);
        assertThat(Npy.read(file).values())
                .containsExactly(Float.parseFloat(expected[0]), Float.parseFloat(expected[1]));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEachVersionAndAnyOrderOfKeys(int version) throws IOException {
        Path file = file(version, "{\"shape\":(1,2),\"fortran_order\":False,\"descr\":\"|u1\"}", "0203");
        Samples samples = Npy.read(file);
        assertThat(samples.shape()).isEqualTo(Shape.of(1, 2));
        assertThat(samples.values()).containsExactly(2, 3);
    }

    @Test
    void fortranOrderPutsTheFirstIndexFastest() throws IOException {
        // Element (i, j, k) is 100 i + 10 j + k; stored with i fastest, then j, then k.
        Path file =
                file(1, "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2), }", "00640a6e147801650b6f1579");
        assertThat(Npy.read(file).values()).containsExactly(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121);
    }

    @Test
    void roundTripIsBitForBit() {
        Path file = directory.resolve("a.npy");
        Seeds.check(200, random -> {
            int rank = 1 + random.nextInt(4);
            long[] extents = random.longs(rank, 0, 7).toArray();
            Shape shape = Shape.of(extents);
            Samples samples = new Samples(Seeds.anyFloats(shape.length(), random), shape);
            Npy.write(file, samples);
            Samples back = Npy.read(file);
            assertThat(back.shape()).isEqualTo(shape);
            assertThat(bits(back.values())).isEqualTo(bits(samples.values()));
        });
    }

    @Test
    void roundTripOfMoreThanOneChunk() {
        Path file = directory.resolve("a.npy");
        Seeds.check(1, random -> {
            Samples samples = new Samples(Seeds.finiteFloats(100_003, random), Shape.of(100_003));
            Npy.write(file, samples);
            assertThat(Npy.read(file).values()).isEqualTo(samples.values());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), } ! dtype '<c8'",
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,), } ! dtype '|O'",
                "{'descr': '<U4', 'fortran_order': False, 'shape': (1,), } ! dtype '<U4'",
                "{'descr': '', 'fortran_order': False, 'shape': (1,), } ! dtype ''",
                "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), } ! structured",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (), } ! single number",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } ! takes 8 bytes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), } ! has the header",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), } ! has the header",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), } ! up to 2147483647",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4294967296, 4294967296), } ! up to 2147483647",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647,), } ! takes 8589934588 bytes",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), } ! has the header",
                "{'descr': True, 'fortran_order': False, 'shape': (1,), } ! has the header",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), } ! has the header",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 'y'} ! has the header",
                "{'descr': '<f4', 'fortran_order': False} ! has the header",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } 1 ! has the header",
                "__import__('os').system('true') ! has the header",
            })
    void saysWhatIsWrong(String header, String message) throws IOException {
        Path file = file(1, header, "00000000");
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void refusesAHeaderLongerThanTheFile() throws IOException {
        Path file = directory.resolve("a.npy");
        byte[] bytes = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1, '{'};
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("header of 4294967295 bytes");
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Path sound = file(1, "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3), }", "00".repeat(24));
        int refused = Corruption.refused(Files.readAllBytes(sound), directory.resolve("damaged.npy"), Npy::read, 5_000);
        assertThat(refused).isGreaterThan(2_000);
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }

    private Path file(int version, String header, String hex) throws IOException {
        byte[] numbers = HexFormat.of().parseHex(hex);
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(12 + text.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        bytes.put(text).put(numbers).flip();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        Path file = directory.resolve("v" + version + ".npy");
        Files.write(file, content);
        return file;
    }
}
