package org.energymatching.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.energymatching.error.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that mean harm: each is refused with a DataException that says why, and nothing in it is ever run. */
class TorchArchiveSafetyTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "nt, system",
        "subprocess, Popen",
        "builtins, eval",
        "builtins, exec",
        "builtins, getattr",
        "__builtin__, eval",
        "torch.storage, _load_from_bytes",
        "torch, load",
        "torch.jit, load",
        "torch, ComplexFloatStorage",
        "numpy.core.multiarray, scalar",
        "collections.OrderedDict, __init__",
        "java.lang.Runtime, exec",
    })
    void refusesEveryOtherName(String module, String name) throws IOException {
        Path ran = directory.resolve("ran");
        String command = "touch " + ran;
        for (int protocol : new int[] {2, 4}) {
            PickleWriter pickle = PickleWriter.protocol(protocol);
            if (protocol == 2) {
                pickle.global(module, name);
            } else {
                pickle.text(module).text(name).code(0x93);
            }
            byte[] bytes = pickle.text(command).code(0x85, 'R').end();
            for (byte[] file : TorchWriter.both(bytes)) {
                assertThatThrownBy(() -> read(file))
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("asks for " + module + "." + name);
            }
        }
        assertThat(ran).doesNotExist();
    }

    @Test
    void refusesNamesBehindAllowedOnes() throws IOException {
        refuses(PickleWriter.protocol(2).global("collections", "OrderedDict").end(), "something else where a value");
        refuses(PickleWriter.protocol(2).storage("FloatStorage", "0", "cpu", 2).end(), "something else where a value");
        refuses(
                PickleWriter.protocol(2)
                        .global("torch", "FloatStorage")
                        .ascii(")R")
                        .end(),
                "cannot be called");
        refuses(PickleWriter.protocol(2).text("os.system").ascii(")R").end(), "cannot be called");
        refuses(PickleWriter.protocol(2).text("os").code('K', 1, 0x93).end(), "describes a name");
        refuses(PickleWriter.protocol(2).row("FloatStorage", "0", 2).ascii("}b").end(), "gives attributes");
    }

    /** What is no tensor is passed over by name, in whatever way it would be made; nothing of it is run. */
    @Test
    void otherNamesBesideWeightsAreNotMade() throws IOException {
        Path ran = directory.resolve("ran");
        byte[] pickle = PickleWriter.protocol(2)
                .ascii("}(")
                .text("called")
                .global("os", "system")
                .text("touch " + ran)
                .code(0x85, 'R')
                .text("options")
                .global("argparse", "Namespace")
                .ascii(")\u0081}")
                .text("lr")
                .code('K', 1)
                .ascii("sb")
                .text("bare")
                .global("os", "system")
                .code('u')
                .end();
        for (byte[] file : List.of(TorchWriter.zip(pickle, Map.of()))) {
            TorchArchive archive = read(file);
            assertThat(archive.at("called")).isEqualTo(new Unmade("os.system"));
            assertThat(archive.at("options")).isEqualTo(new Unmade("argparse.Namespace"));
            assertThat(archive.at("bare")).isEqualTo(new Unmade("os.system"));
        }
        assertThat(ran).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "(ios\\nsystem\\n, 69, INST",
        "(K\u0001o, 6f, OBJ",
        "N)\u0081, 81, NEWOBJ",
        "N)}\u0092, 92, NEWOBJ_EX",
        "\u0082\u0001, 82, EXT1",
        "\u0083\u0001\u0001, 83, EXT2",
        "\u0084\u0001\u0001\u0001\u0001, 84, EXT4",
        "P0\\n, 50, PERSID",
        "\u0097, 97, NEXT_BUFFER",
        "\u00ff, ff, none of Python's",
    })
    void refusesOtherInstructions(String code, String hex) throws IOException {
        refuses(
                PickleWriter.protocol(2).ascii(code.replace("\\n", "\n")).end(),
                "the pickle instruction 0x" + hex + ", which weights do not need");
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 1L << 31, (1L << 32) - 1, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void believesNoLength(long length) throws IOException {
        String claimed = "claims " + Long.toUnsignedString(length) + " bytes";
        refuses(PickleWriter.protocol(4).code(0x8e).int64(length).end(), claimed);
        refuses(PickleWriter.protocol(4).code(0x8d).int64(length).end(), claimed);
        refuses(PickleWriter.protocol(4).code(0x95).int64(length).end(), claimed);
        String narrow = "claims " + (length & 0xffffffffL) + " bytes";
        if ((int) length != 0) {
            refuses(PickleWriter.protocol(2).code(0x8b).int32((int) length).end(), narrow);
            refuses(PickleWriter.protocol(2).code('X').int32((int) length).end(), narrow);
            refuses(PickleWriter.protocol(2).code('B').int32((int) length).end(), narrow);
            refuses(PickleWriter.protocol(2).code('T').int32((int) length).end(), narrow);
        }
        refuses(PickleWriter.protocol(2).row("FloatStorage", "0", length).end(), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "`` ! claims 1 bytes more",
                "a ! uses values which it never made",
                "] ! claims 1 bytes more",
                "(. ! uses values which it never made",
                "e. ! ends a collection that never began",
                "](K\u0001a. ! uses values which it never made",
                "K\u0001K\u0001a. ! appends to something that is no list",
                "K\u0001K\u0001K\u0001s. ! without a dictionary",
                "}(K\u0001u. ! a key without a value",
                "}]K\u0001s. ! keys are neither text nor numbers",
                "}NK\u0001s. ! keys are neither text nor numbers",
                "}(K\u0001K\u0001U\u00011Nu. ! key '1' twice",
                "h\u0007. ! recalls the value 7",
                "Nq\u0001h\u0002. ! recalls the value 2",
                "NQ. ! something that is no tuple",
                ")Q. ! describes a storage",
                "Ix\\n. ! 'x' where a number belongs",
                "L1L2L\\n. ! where a number belongs",
                "L\\n. ! where a number belongs",
            })
    void saysWhatIsWrong(String code, String message) throws IOException {
        refuses(PickleWriter.protocol(2).ascii(code.replace("\\n", "\n")).cut(), message);
    }

    @Test
    void refusesWhatWouldFillTheMemory() throws IOException {
        refuses(
                PickleWriter.protocol(2)
                        .ascii("]".repeat(500_000) + "a".repeat(499_999))
                        .end(),
                "contains itself, or one more than 64 deep");
        refuses(PickleWriter.protocol(2).ascii("]q\u0001h\u0001a").end(), "contains itself");
        refuses(PickleWriter.protocol(2).ascii("}q\u0001U\u0001ah\u0001s").end(), "contains itself");
        refuses(
                PickleWriter.protocol(2)
                        .ascii("]q\u0001(h\u0001h\u0001tq\u0002h\u0001h\u0002ah\u0002")
                        .cut(),
                "claims 1");
        refuses(PickleWriter.protocol(2).ascii("N" + doubled(40)).end(), "of more than 1048576 values");
        refuses(PickleWriter.protocol(2).ascii("N".repeat(1_100_000)).end(), "1048576 instructions");
        refuses(
                PickleWriter.protocol(2)
                        .ascii("L" + "9".repeat(1_000_000) + "\n")
                        .end(),
                "more than 200 characters");
        refuses(PickleWriter.protocol(2).ascii("c" + "x".repeat(1_000_000)).end(), "more than 200 characters");
        PickleWriter copied = PickleWriter.protocol(2).ascii("](");
        for (int i = 0; i < 10_000; i++) {
            copied.ascii("](K\u0001Ne"); // the same key, so that a second entry is refused
        }
        refuses(
                copied.ascii("eq\u0001")
                        .global("collections", "OrderedDict")
                        .ascii("h\u0001\u0085R")
                        .end(),
                "twice");
    }

    /** Tuples of two of the one before: 2ⁿ values in 5n bytes. */
    private static String doubled(int times) {
        StringBuilder code = new StringBuilder();
        for (int i = 1; i <= times; i++) {
            code.append("q").append((char) i).append("h").append((char) i).append('\u0086');
        }
        return code.toString();
    }

    @ParameterizedTest
    @MethodSource("impossibleViews")
    void refusesImpossibleViews(long offset, long[] sizes, long[] strides) throws IOException {
        byte[] pickle = PickleWriter.protocol(2)
                .tensor("FloatStorage", "0", 2, offset, sizes, strides)
                .end();
        refuses(pickle, "");
    }

    static List<Object[]> impossibleViews() {
        long most = Long.MAX_VALUE;
        List<Object[]> views = new ArrayList<>();
        views.add(new Object[] {0, longs(3), longs(1)});
        views.add(new Object[] {1, longs(2), longs(1)});
        views.add(new Object[] {2, longs(), longs()});
        views.add(new Object[] {-1, longs(1), longs(1)});
        views.add(new Object[] {most, longs(2), longs(1)});
        views.add(new Object[] {most, longs(1), longs(1)});
        views.add(new Object[] {0, longs(-1), longs(1)});
        views.add(new Object[] {0, longs(2), longs(-1)});
        views.add(new Object[] {0, longs(2), longs(most)});
        views.add(new Object[] {0, longs(3, 3), longs(most, most)});
        views.add(new Object[] {0, longs(2), longs()});
        views.add(new Object[] {0, longs(), longs(1)});
        views.add(new Object[] {0, longs(1L << 32, 1L << 32), longs(0, 0)});
        views.add(new Object[] {0, longs(1L << 32, 1L << 32, 0), longs(0, 0, 0)});
        views.add(new Object[] {0, longs(most), longs(0)});
        views.add(new Object[] {0, longs((1 << 20) + 1), longs(0)});
        views.add(new Object[] {0, new long[65], new long[65]});
        return views;
    }

    @Test
    void boundsWhatManySmallTensorsRepeat() throws IOException {
        PickleWriter pickle = PickleWriter.protocol(2).ascii("}(");
        for (int i = 0; i < 1000; i++) {
            pickle.text("t" + i).tensor("FloatStorage", "0", 2, 0, longs(1 << 20), longs(0));
        }
        TorchArchive archive = read(TorchWriter.zip(pickle.ascii("u").end(), Map.of("0", new byte[8])));
        assertThatThrownBy(archive::stateDict)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("claims 1048576000 numbers");
    }

    @Test
    void refusesArchivesThatAreNoneOrBroken() throws IOException {
        byte[] pickle = PickleWriter.protocol(2).row("FloatStorage", "0", 2).end();
        Map<String, byte[]> sound = TorchWriter.entries(pickle, Map.of("0", new byte[8]));
        assertThat(read(TorchWriter.stored(sound)).root()).isNotNull();

        refusesEntries(sound, "archive/constants.pkl", new byte[1], "TorchScript");
        refusesFile(TorchWriter.zip(pickle, Map.of()), "lacks the entry data/0");
        refusesEntries(sound, "archive/data/0", new byte[7], "holds 7 bytes in data/0, where 2 numbers of F32 belong");
        refusesEntries(sound, "archive/data/0", new byte[12], "holds 12 bytes");
        refusesFile(TorchWriter.stored(Map.of("numbers.npy", new byte[8])), "without data.pkl");
        refusesEntries(sound, "archive/data.pkl", new byte[0], "claims 1 bytes");
        refusesEntries(sound, "other/data.pkl", pickle, "2 entries data.pkl");
        refusesFile(TorchWriter.zip64(sound, 1L << 40), "cannot be");
        refusesFile(TorchWriter.zip64(sound, Long.MIN_VALUE), "cannot be");
        refusesFile(TorchWriter.zip64(sound, Long.MAX_VALUE), "cannot be");
        refusesFile("PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1), "no table of contents");
        refusesFile(new byte[0], "neither a zip archive nor a pickle");
        refusesFile("hello, world".getBytes(StandardCharsets.UTF_8), "neither a zip archive nor a pickle");
        refusesFile(pickle, "storage 0 before its object");
        refusesFile(PickleWriter.protocol(2).ascii("]").end(), "not one of torch.save's");
        assertThatThrownBy(() -> TorchArchive.read(directory.resolve("missing.pt")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void refusesTheSameEntryTwice() throws IOException {
        byte[] pickle = PickleWriter.protocol(2).row("FloatStorage", "0", 2).end();
        Map<String, byte[]> storages = new LinkedHashMap<>();
        storages.put("0", new byte[8]);
        storages.put("1", new byte[8]);
        String text = new String(TorchWriter.zip(pickle, storages), StandardCharsets.ISO_8859_1);
        refusesFile(
                text.replace("archive/data/1", "archive/data/0").getBytes(StandardCharsets.ISO_8859_1),
                "'archive/data/0' twice");
    }

    @Test
    void inflatesNothing() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                zip.write(zeros);
            }
        }
        assertThat(bytes.size()).isLessThan(1 << 23);
        refusesFile(bytes.toByteArray(), "'archive/data.pkl' compressed or encrypted");
    }

    private void refusesEntries(Map<String, byte[]> sound, String name, byte[] content, String message)
            throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(sound);
        entries.put(name, content);
        refusesFile(TorchWriter.stored(entries), message);
    }

    private void refuses(byte[] pickle, String message) throws IOException {
        refusesFile(TorchWriter.zip(pickle, Map.of("0", new byte[8])), message);
    }

    private void refusesFile(byte[] bytes, String message) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(directory.resolve("made.pt").toString())
                .hasMessageContaining(message);
    }

    private TorchArchive read(byte[] bytes) throws IOException {
        return TorchArchive.read(Files.write(directory.resolve("made.pt"), bytes));
    }

    private static long[] longs(long... values) {
        return values;
    }
}
