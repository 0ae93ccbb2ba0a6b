package org.energymatching.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.energymatching.error.DataException;

/** Damage done to sound files: a reader must read them all the same, or refuse them with a {@link DataException}. */
public final class Corruption {

    private Corruption() {}

    /** Cuts the file off at every length, then damages it at random; returns how many of these the reader refused. */
    public static int refused(byte[] sound, Path file, Consumer<Path> reader, int variants) {
        int[] refused = {0};
        for (int length = 0; length < sound.length; length++) {
            refused[0] += refuses(Arrays.copyOf(sound, length), file, reader) ? 1 : 0;
        }
        Seeds.check(variants, random -> refused[0] += refuses(damaged(sound, random), file, reader) ? 1 : 0);
        return refused[0];
    }

    /** Whether the reader refuses a file with these bytes; any other exception is passed on. */
    public static boolean refuses(byte[] bytes, Path file, Consumer<Path> reader) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            reader.accept(file);
            return false;
        } catch (DataException e) {
            return true;
        }
    }

    private static byte[] damaged(byte[] sound, RandomGenerator random) {
        byte[] bytes = sound.clone();
        for (int hits = 1 + random.nextInt(4); hits > 0 && bytes.length > 1; hits--) {
            // Headers stand at the beginning: aim there half of the time.
            int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 100));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 ->
                    Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(8)), (byte) random.nextInt());
                case 3 -> bytes[at] = (byte) "0123456789-,:()[]{}'\"<>|\n".charAt(random.nextInt(25));
                case 4 -> bytes = spliced(bytes, at, at, random);
                default -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), random);
            }
        }
        return bytes;
    }

    /** Everything before {@code to}, then everything from {@code from} on: a repeated, or a missing, stretch. */
    private static byte[] spliced(byte[] bytes, int from, int to, RandomGenerator random) {
        int first = random.nextBoolean() ? to : from;
        int second = first == to ? from : to;
        byte[] spliced = Arrays.copyOf(bytes, first + bytes.length - second);
        System.arraycopy(bytes, second, spliced, first, bytes.length - second);
        return spliced;
    }
}
