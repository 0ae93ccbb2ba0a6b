package org.energymatching.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.testing.Corruption;
import org.energymatching.testing.Seeds;
import org.energymatching.testing.Shared;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sound files cut off and damaged at random: each is read to its last number, or refused with a DataException. */
class TorchArchiveDamageTest {

    @TempDir
    Path directory;

    @Test
    void damagedFilesAreReadOrRefused() {
        for (byte[] sound : TorchWriter.both(soundPickle())) {
            assertThat(Corruption.refuses(sound, directory.resolve("a.pt"), TorchArchiveDamageTest::readAll))
                    .isFalse();
            int refused =
                    Corruption.refused(sound, directory.resolve("damaged.pt"), TorchArchiveDamageTest::readAll, 1_000);
            assertThat(refused).isGreaterThan(700);
        }
    }

    @Test
    void damagedPicklesAreReadOrRefused() {
        byte[] sound = soundPickle();
        int[] refused = {0};
        Seeds.check(1_000, random -> {
            byte[] bytes = sound.clone();
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            for (byte[] file : TorchWriter.both(bytes)) {
                boolean no = Corruption.refuses(file, directory.resolve("b.pt"), TorchArchiveDamageTest::readAll);
                refused[0] += no ? 1 : 0;
            }
        });
        assertThat(refused[0]).isGreaterThan(500);
    }

    /** Every instruction of pickletools that is obeyed, but for PROTO, FRAME and STOP. */
    private static final int[] OPCODES = IntStream.concat(
                    "(NIJKMLGUTXCB]ae)t}suhjqrcRbQ".chars(),
                    IntStream.of(
                            0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x90, 0x91, 0x92,
                            0x93, 0x94))
            .toArray();

    @Test
    void randomProgramsAreReadOrRefused() {
        Seeds.check(1_000, random -> {
            PickleWriter pickle = PickleWriter.protocol(2);
            for (int length = random.nextInt(60); length > 0; length--) {
                int opcode = OPCODES[random.nextInt(OPCODES.length)];
                switch (opcode) {
                    case 'h', 'q' -> pickle.code(opcode, random.nextInt(4));
                    case 'c' -> pickle.global("collections", "OrderedDict");
                    case 'Q' -> pickle.storage("FloatStorage", "0", "cpu", 2);
                    default -> pickle.code(opcode);
                }
            }
            Corruption.refuses(
                    TorchWriter.zip(pickle.end(), Map.of("0", new byte[8])),
                    directory.resolve("c.pt"),
                    TorchArchiveDamageTest::readAll);
        });
    }

    @Test
    void damagedRealFilesAreReadOrRefused() throws IOException {
        byte[] zip = Files.readAllBytes(Shared.file("data/proteins/vae/vae_aav_hard.pt"));
        byte[] legacy = Files.readAllBytes(Shared.file("data/cifar10-resnet/resnet20-12fca82f.th"));
        Seeds.check(30, random -> {
            for (byte[] sound : List.of(zip, legacy)) {
                byte[] bytes = sound.clone();
                bytes[random.nextInt(8_000)] = (byte) random.nextInt();
                bytes[bytes.length - 1 - random.nextInt(5_000)] = (byte) random.nextInt();
                Corruption.refuses(bytes, directory.resolve("d.pt"), TorchArchiveDamageTest::readAll);
            }
        });
    }

    private static byte[] soundPickle() {
        return PickleWriter.protocol(2)
                .ascii("}q\u0000(")
                .text("m")
                .global("collections", "OrderedDict")
                .ascii(")Rq\u0001(")
                .text("w")
                .tensor("FloatStorage", "0", 2, 0, longs(2, 1), longs(1, 1))
                .text("b")
                .tensor("FloatStorage", "0", 2, 1, longs(), longs())
                .ascii("u")
                .text("l")
                .ascii("](K\u0001M\u0001\u0001Nh\u0001eu")
                .end();
    }

    /** Reads every number of every tensor. */
    private static void readAll(Path file) {
        readAll(TorchArchive.read(file).root());
    }

    private static void readAll(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(TorchArchiveDamageTest::readAll);
        } else if (value instanceof List<?> list) {
            list.forEach(TorchArchiveDamageTest::readAll);
        } else if (value instanceof TorchTensor tensor) {
            assertThat(tensor.values()).hasSize(tensor.shape().length());
        }
    }

    private static long[] longs(long... values) {
        return values;
    }
}
