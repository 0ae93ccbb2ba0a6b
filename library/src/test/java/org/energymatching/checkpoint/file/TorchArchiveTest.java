package org.energymatching.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.energymatching.data.file.NumberType;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files put together by hand from the description of the formats. */
class TorchArchiveTest {

    private static final byte[] SIX = floats(0, 1, 2, 3, 4, 5);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "DoubleStorage, F64, 000000000000f0bf, -1",
        "FloatStorage, F32, 000080bf, -1",
        "HalfStorage, F16, 00bc, -1",
        "BFloat16Storage, BF16, 80bf, -1",
        "LongStorage, I64, 40420f0000000000, 1000000",
        "IntStorage, I32, ffffffff, -1",
        "ShortStorage, I16, ffff, -1",
        "CharStorage, I8, ff, -1",
        "ByteStorage, U8, ff, 255",
        "BoolStorage, BOOL, 01, 1",
    })
    void readsEachTypeInBothLayouts(String storage, NumberType type, String hex, float value) throws IOException {
        byte[] pickle = PickleWriter.protocol(2)
                .tensor(storage, "7", 1, 0, new long[0], new long[0])
                .end();
        byte[] number = HexFormat.of().parseHex(hex);
        byte[] counted = HexFormat.of().parseHex("0100000000000000" + hex);
        for (byte[] file : List.of(
                TorchWriter.zip(pickle, Map.of("7", number)), TorchWriter.legacy(pickle, Map.of("7", counted)))) {
            TorchTensor tensor = root(file, TorchTensor.class);
            assertThat(tensor.type()).isEqualTo(type);
            assertThat(tensor.shape()).isEqualTo(Shape.of());
            assertThat(tensor.values()).containsExactly(value);
        }
    }

    @Test
    void readsBigEndianNumbers() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(TorchWriter.entries(
                PickleWriter.protocol(2).row("FloatStorage", "0", 2).end(),
                Map.of("0", HexFormat.of().parseHex("3f80000040000000"))));
        entries.put("archive/byteorder", "big".getBytes(StandardCharsets.UTF_8));
        assertThat(values(TorchWriter.stored(entries))).containsExactly(1, 2);

        entries.remove("archive/byteorder");
        entries.put("archive/data/0", HexFormat.of().parseHex("0000803f00000040"));
        assertThat(values(TorchWriter.stored(entries))).containsExactly(1, 2);

        entries.put("archive/byteorder", "middle".getBytes(StandardCharsets.UTF_8));
        byte[] unknown = TorchWriter.stored(entries);
        assertThatThrownBy(() -> read(unknown))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("byte order 'middle'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 2 3 | 3 1 | 0 1 2 3 4 5",
                "0 | 3 2 | 1 3 | 0 3 1 4 2 5",
                "1 | 2 2 | 3 1 | 1 2 4 5",
                "5 | 1   | 9   | 5",
                "2 | 2 3 | 0 1 | 2 3 4 2 3 4",
                "1 | 3   | 0   | 1 1 1",
                "0 | 2 1 3 | 1 77 2 | 0 2 4 1 3 5",
                "4 | 2 0 | 9 9 | ''",
            })
    void layViewsOutRowMajor(long offset, String sizes, String strides, String expected) throws IOException {
        byte[] pickle = PickleWriter.protocol(2)
                .tensor("FloatStorage", "0", 6, offset, longs(sizes), longs(strides))
                .end();
        float[] values = values(TorchWriter.zip(pickle, Map.of("0", SIX)));
        assertThat(IntStream.range(0, values.length)
                        .mapToLong(i -> (long) values[i])
                        .toArray())
                .isEqualTo(longs(expected));
    }

    @Test
    void viewsAgreeWithTheirDefinition() {
        Seeds.check(100, random -> {
            int count = 1 + random.nextInt(500);
            float[] numbers = Seeds.finiteFloats(count, random);
            long[] sizes = random.longs(random.nextInt(5), 1, 4).toArray();
            long[] strides = random.longs(sizes.length, 0, 30).toArray();
            long span = 0;
            for (int axis = 0; axis < sizes.length; axis++) {
                span += (sizes[axis] - 1) * strides[axis];
            }
            long offset = random.nextInt(count);
            byte[] file = TorchWriter.zip(
                    PickleWriter.protocol(2)
                            .tensor("FloatStorage", "0", count, offset, sizes, strides)
                            .end(),
                    Map.of("0", floats(numbers)));
            if (offset + span >= count) {
                assertThatThrownBy(() -> read(file))
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("do not lie within");
                return;
            }
            float[] values = values(file);
            for (int i = 0; i < values.length; i++) {
                long at = offset;
                long rest = i;
                for (int axis = sizes.length - 1; axis >= 0; axis--) {
                    at += rest % sizes[axis] * strides[axis];
                    rest /= sizes[axis];
                }
                assertThat(values[i]).isEqualTo(numbers[(int) at]);
            }
        });
    }

    @Test
    void tensorsShareStoragesAndLoseAPrefix() throws IOException {
        byte[] pickle = PickleWriter.protocol(2)
                .ascii("}(")
                .text("model")
                .global("collections", "OrderedDict")
                .ascii(")R(")
                .text("module.a")
                .tensor("FloatStorage", "0", 6, 0, new long[] {2}, new long[] {1})
                .text("module.b")
                .global("torch._utils", "_rebuild_parameter")
                .ascii("(")
                .tensor("FloatStorage", "0", 6, 2, new long[] {2, 2}, new long[] {2, 1})
                .code(0x88, 'N', 't', 'R', 'u')
                .ascii("}")
                .text("_metadata")
                .ascii("}sb")
                .text("step")
                .code('K', 7, 'u')
                .end();
        byte[] counted = ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(6)
                .put(SIX)
                .array();
        for (byte[] file :
                List.of(TorchWriter.zip(pickle, Map.of("0", SIX)), TorchWriter.legacy(pickle, Map.of("0", counted)))) {
            TorchArchive archive = read(file);
            assertThat(archive.at("step")).isEqualTo(7L);
            assertThat(archive.stateDict("model").keySet()).containsExactly("module.a", "module.b");
            Map<String, SafeTensors.Entry> weights =
                    archive.withoutPrefix("module.").stateDict("model");
            assertThat(weights.keySet()).containsExactly("a", "b");
            assertThat(entry(weights, "a").values()).containsExactly(0, 1);
            assertThat(entry(weights, "b").values()).containsExactly(2, 3, 4, 5);
            assertThat(entry(weights, "b").shape()).isEqualTo(Shape.of(2, 2));
            assertThat(archive.toString()).endsWith("made.pt: model, step)");
            assertThatThrownBy(() -> archive.stateDict("ema_model"))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("no 'ema_model' in its root")
                    .hasMessageContaining("model, step");
            assertThatThrownBy(archive::stateDict)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("holds no tensors, but model, step");
            assertThatThrownBy(() -> archive.stateDict("step"))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("'step': it is no dictionary");
        }
    }

    @Test
    void makesPlainValues() throws IOException {
        PickleWriter pickle = PickleWriter.protocol(5)
                .code(0x95)
                .int64(3)
                .ascii("](")
                .ascii("I01\nI00\nI-12\nL123456789012345678901L\nN")
                .code('J')
                .int32(-5)
                .code('M', 0, 1, 0x8b)
                .int32(1)
                .code(0xff)
                .code('G', 0xbf, 0xf0, 0, 0, 0, 0, 0, 0)
                .ascii("U\u0003abcT")
                .int32(1)
                .ascii("d")
                .code(0x8c, 2, 0xc3, 0xbc, 0x8d)
                .int64(1)
                .ascii("e")
                .code('q', 0, 'h', 0, 0x94, 'j')
                .int32(1)
                .code('K', 1, 0x85, 'K', 1, 'K', 2, 0x86, 0x8f, '(', 'K', 3, 0x90, '(', 'K', 4, 0x91)
                .code(0x8c, 11)
                .ascii("collections")
                .code(0x8c, 11)
                .ascii("defaultdict")
                .code(0x93)
                .global("builtins", "list")
                .code(0x85, 'R', 'K', 3, 'N', 's')
                .global("collections", "Counter")
                .code('}', 0x85, 'R')
                .global("__builtin__", "set")
                .ascii("](K\u0005e")
                .code(0x85, 'R')
                .global("torch", "device")
                .text("cuda")
                .code('K', 1, 0x86, 'R')
                .global("torch", "float32")
                .global("torch", "Size")
                .integers(2, 3)
                .code(0x85, 'R', 'C', 1, 9, 'e');
        List<?> values = root(TorchWriter.zip(pickle.end(), Map.of()), List.class);
        assertThat(values.subList(0, values.size() - 1))
                .isEqualTo(Arrays.asList(
                        true,
                        false,
                        -12L,
                        new BigInteger("123456789012345678901"),
                        null,
                        -5L,
                        256L,
                        -1L,
                        -1.0,
                        "abc",
                        "d",
                        "\u00fc",
                        "e",
                        "e",
                        "e",
                        List.of(1L),
                        List.of(1L, 2L),
                        List.of(3L),
                        List.of(4L),
                        singleNull("3"),
                        Map.of(),
                        List.of(5L),
                        "cuda:1",
                        "torch.float32",
                        List.of(2L, 3L)));
        assertThat((byte[]) values.get(values.size() - 1)).containsExactly(9);
    }

    @Test
    void readsTheOrderedDictionariesOfPython2() throws IOException {
        byte[] pickle = PickleWriter.protocol(2)
                .global("collections", "OrderedDict")
                .ascii("](](U\u0001bK\u0001e](U\u0001aK\u0002ee")
                .code(0x85, 'R')
                .end();
        assertThat(read(TorchWriter.zip(pickle, Map.of())))
                .hasToString("TorchArchive(" + directory.resolve("made.pt") + ": b, a)");
    }

    @Test
    void readsArchivesThatNeedWideNumbers() throws IOException {
        byte[] pickle = PickleWriter.protocol(2).row("FloatStorage", "0", 6).end();
        Map<String, byte[]> entries = TorchWriter.entries(pickle, Map.of("0", SIX));
        assertThat(values(TorchWriter.zip64(entries, 0))).containsExactly(0, 1, 2, 3, 4, 5);
        IntStream.range(0, 70_000).forEach(i -> entries.put("archive/.data/" + i, new byte[0]));
        assertThat(values(TorchWriter.stored(entries))).containsExactly(0, 1, 2, 3, 4, 5);
    }

    private static SafeTensors.Entry entry(Map<String, SafeTensors.Entry> entries, String name) {
        return new SafeTensors(entries, Map.of()).tensor(name);
    }

    private float[] values(byte[] file) throws IOException {
        return root(file, TorchTensor.class).values();
    }

    private <T> T root(byte[] file, Class<T> kind) throws IOException {
        return kind.cast(Objects.requireNonNull(read(file).root()));
    }

    private TorchArchive read(byte[] file) throws IOException {
        return TorchArchive.read(Files.write(directory.resolve("made.pt"), file));
    }

    private static Map<String, Object> singleNull(String key) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, null);
        return map;
    }

    private static long[] longs(String text) {
        return Arrays.stream(text.split(" "))
                .filter(part -> !part.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
