package org.energymatching.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.checkpoint.file.SafeTensors.Entry;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Corruption;
import org.energymatching.testing.Seeds;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes laid out by hand from the description of the format, and files made by its Python library. */
class SafeTensorsTest {

    @TempDir
    Path directory;

    @Test
    void writesTheFormatByteForByte() throws IOException {
        Map<String, Entry> tensors = new LinkedHashMap<>();
        tensors.put("w", new Entry(new float[] {1, -2}, Shape.of(1, 2)));
        tensors.put("b", new Entry(new float[] {0.5f}, Shape.of()));
        Path file = directory.resolve("a.safetensors");
        new SafeTensors(tensors, Map.of("k", "v\u00fc")).write(file);

        byte[] header = ("{\"__metadata__\":{\"k\":\"v\u00fc\"},"
                        + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}")
                .getBytes(StandardCharsets.UTF_8);
        int padded = (header.length + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 12).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded)
                .put(header)
                .put(" ".repeat(padded - header.length).getBytes(StandardCharsets.UTF_8));
        expected.putFloat(1).putFloat(-2).putFloat(0.5f);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
    }

    @Test
    void roundTripIsBitForBit() {
        Path file = directory.resolve("a.safetensors");
        Seeds.check(200, random -> {
            Map<String, Entry> tensors = new LinkedHashMap<>();
            for (int count = random.nextInt(5); count > 0; count--) {
                Shape shape = Shape.of(random.longs(random.nextInt(4), 0, 6).toArray());
                String name = "net." + random.nextInt(100) + ".\u00e9\"\\";
                tensors.put(name, new Entry(Seeds.anyFloats(shape.length(), random), shape));
            }
            Map<String, String> metadata = random.nextBoolean() ? Map.of() : Map.of("config", "{\"a\":\n1}");
            new SafeTensors(tensors, metadata).write(file);
            assertThat(ByteBuffer.wrap(Files.readAllBytes(file))
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getLong()
                            % 8)
                    .isZero();

            SafeTensors back = SafeTensors.read(file);
            assertThat(back.metadata()).isEqualTo(metadata);
            assertThat(back.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
            tensors.forEach((name, entry) -> assertSame(back.tensor(name), entry));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "F64, 000000000000f0bf, -1",
        "F32, 000080bf, -1",
        "F16, 00bc, -1",
        "BF16, 80bf, -1",
        "I64, ffffffffffffffff, -1",
        "I32, ffffffff, -1",
        "I16, ffff, -1",
        "I8, ff, -1",
        "U32, ffffff00, 16777215",
        "U16, ffff, 65535",
        "U8, ff, 255",
        "BOOL, 01, 1",
    })
    void readsEachType(String dtype, String hex, float value) throws IOException {
        Path file = file(
                "{\"x\":{\"dtype\":\"" + dtype + "\",\"shape\":[1],\"data_offsets\":[0," + hex.length() / 2 + "]}}",
                hex);
        assertThat(SafeTensors.read(file).tensor("x").values()).containsExactly(value);
    }

    @Test
    void ordersTensorsAsTheyLieInTheFile() throws IOException {
        Path file = file(
                "{\"late\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]},"
                        + "\"none\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[1,1]},"
                        + "\"early\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}   ",
                "0102");
        SafeTensors contents = SafeTensors.read(file);
        assertThat(contents.tensors().keySet()).containsExactly("early", "none", "late");
        assertThat(contents.tensor("late").values()).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{'x':{'dtype':'F4','shape':[1],'data_offsets':[0,4]}} ! 'x' as F4",
                "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} ! of shape (2) and type F32 4 bytes",
                "{'x':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} ! where a size belongs",
                "{'x':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}} ! where a size belongs",
                "{'x':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,4]}} ! where a size belongs",
                "{'x':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,4]}} ! of shape (4294967296, 4",
                "{'x':{'dtype':'F32','shape':[4294967296,4294967296,0],'data_offsets':[0,4]}} ! of shape (4294967296, 4",
                "{'x':{'dtype':'F32','shape':1,'data_offsets':[0,4]}} ! without a list",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}} ! the offsets",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} ! the offsets",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[9223372036854775800,9223372036854775804]}} ! instead of 0",
                "{'x':{'dtype':'F32','shape':[1]}} ! otherwise than by",
                "{'x':{'dtype':7,'shape':[1],'data_offsets':[0,4]}} ! otherwise than by",
                "{'x':7} ! otherwise than by",
                "{'x':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'y':{'dtype':'U8','shape':[1],'data_offsets':[3,4]}} ! begin at byte 3 instead of 2",
                "{'x':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'y':{'dtype':'U8','shape':[1],'data_offsets':[3,4]}} ! begin at byte 3 instead of 4",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} ! Duplicate",
                "{'x':{'dtype':'F32','dtype':'F32','shape':[1],'data_offsets':[0,4]}} ! Duplicate",
                "{'x':{'dtype':'U8','shape':[3],'data_offsets':[0,3]}} ! holds 4 bytes of numbers where its header describes 3",
                "{'x':{'dtype':'U8','shape':[5],'data_offsets':[0,5]}} ! holds 4 bytes of numbers where its header describes 5",
                "{} ! holds 4 bytes of numbers where its header describes 0",
                "{'__metadata__':{'a':1}} ! metadata 'a'",
                "{'__metadata__':[]} ! metadata that is no JSON object",
                "{} {} ! not JSON",
                "{'x' ! not JSON",
                "` {}` ! does not begin with {",
                "[] ! does not begin with {",
            })
    void saysWhatIsWrong(String header, String message) throws IOException {
        Path file = file(header.replace('\'', '"'), "00000000");
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 100_000_001, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void refusesHeaderLengthsThatCannotBe(long length) {
        byte[] bytes = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put((byte) '{')
                .put((byte) '}')
                .array();
        Path file = directory.resolve("a.safetensors");
        assertThat(Corruption.refuses(bytes, file, SafeTensors::read)).isTrue();
        assertThatThrownBy(() -> SafeTensors.read(file)).hasMessageContaining(Long.toUnsignedString(length) + " bytes");
    }

    @Test
    void refusesDeepNestingAndOtherEncodings() throws IOException {
        Path deep = file("{\"x\":" + "[".repeat(1_000_000), "");
        assertThatThrownBy(() -> SafeTensors.read(deep)).isInstanceOf(DataException.class);

        byte[] latin = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(8)
                .put("{\"\u00fc\":1}".getBytes(StandardCharsets.ISO_8859_1))
                .array();
        assertThat(Corruption.refuses(latin, directory.resolve("latin"), SafeTensors::read))
                .isTrue();
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Path sound = file(
                "{\"__metadata__\":{\"a\":\"b\"},\"x\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                        + "\"y\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[8,10]}}",
                "0000803f0000004080bf");
        int refused = Corruption.refused(
                Files.readAllBytes(sound), directory.resolve("damaged.safetensors"), SafeTensors::read, 5_000);
        assertThat(refused).isGreaterThan(2_000);
    }

    @Test
    void refusesNamesAndShapesThatCannotBe() {
        Entry one = new Entry(new float[1], Shape.of(1));
        assertThatThrownBy(() -> new SafeTensors(Map.of("__metadata__", one), Map.of()))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new SafeTensors(Map.of(), Map.of()).tensor("w"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'w'");
        assertThatThrownBy(() -> new Entry(new float[2], Shape.of(3))).isInstanceOf(UsageException.class);
    }

    @Test
    @Tag("slow")
    void readsFilesBeyondTwoGigabytes() throws IOException {
        int count = 140_000_000;
        long half = 8L * count;
        Path file = file(
                "{\"x\":{\"dtype\":\"F64\",\"shape\":[" + count + "],\"data_offsets\":[0," + half + "]},"
                        + "\"y\":{\"dtype\":\"F64\",\"shape\":[" + count + "],\"data_offsets\":[" + half + ","
                        + 2 * half + "]}}",
                "");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            long length = sparse.length() + 2 * half;
            sparse.setLength(length);
            sparse.seek(length - 8);
            sparse.write(HexFormat.of().parseHex("000000000000f03f"));
        }
        assertThat(SafeTensors.read(file).tensor("y").values()[count - 1]).isEqualTo(1);
    }

    @Test
    void readsFilesOfThePythonLibrary() {
        SafeTensors hard = SafeTensors.read(Shared.file("golden/aav_hard.expected.safetensors"));
        assertThat(hard.tensors().keySet())
                .hasSize(11)
                .startsWith("tokens", "mu", "logvar")
                .endsWith("oracle.score");
        assertThat(hard.tensor("logits").shape()).isEqualTo(Shape.of(32, 28, 20));
        assertThat(hard.tensor("mu").values()).startsWith(-0.89836043f).endsWith(-0.13075787f);
        assertThat(sum(hard.tensor("mu"))).isCloseTo(14.337389247491956, within(1e-9));
        assertThat(sum(hard.tensor("oracle.score"))).isCloseTo(193.45857572555542, within(1e-9));
        assertThat(hard.metadata().get("sequences")).startsWith("[\"NESVIRTTNPVWTEQMISVSTALQNYNR\"");

        SafeTensors sequence = SafeTensors.read(Shared.file("golden/sequence_potential.expected.safetensors"));
        assertThat(sequence.metadata()).isEmpty();
        assertThat(sum(sequence.tensor("gradient"))).isCloseTo(60629.193630218506, within(1e-6));
    }

    private static double sum(Entry entry) {
        double sum = 0;
        for (float value : entry.values()) {
            sum += value;
        }
        return sum;
    }

    private static void assertSame(Entry actual, Entry expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.values().length; i++) {
            assertThat(Float.floatToIntBits(actual.values()[i])).isEqualTo(Float.floatToIntBits(expected.values()[i]));
        }
    }

    private Path file(String header, String hex) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] numbers = HexFormat.of().parseHex(hex);
        byte[] bytes = ByteBuffer.allocate(8 + text.length + numbers.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(numbers)
                .array();
        return Files.write(directory.resolve("made.safetensors"), bytes);
    }
}
