package org.energymatching.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.energymatching.data.file.InputFile;
import org.energymatching.data.file.NumberType;
import org.jspecify.annotations.Nullable;

/**
 * The layout of {@code torch.save} since PyTorch 1.6: a zip archive whose one folder holds {@code data.pkl}, {@code byteorder} and
 * the storages {@code data/0}, {@code data/1}, …, stored without compression. A compressed entry is refused.
 */
final class TorchZip {

    private static final int SIGNATURE = 0x04034b50;
    private static final int HEADER = 30;
    private static final String PICKLE = "data.pkl";
    private static final String STORAGES = "data/";

    private final TorchFile file;
    private final FileChannel channel;
    private final Map<String, Slice> entries = new HashMap<>();

    private TorchZip(TorchFile file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        Map<String, Slice> all = stored(file, channel);
        String folder = folder(all.keySet().stream()
                .filter(name -> name.indexOf('/') == name.length() - PICKLE.length() - 1 && name.endsWith(PICKLE))
                .toList());
        all.forEach((name, slice) -> {
            if (name.startsWith(folder)) {
                entries.put(name.substring(folder.length()), slice);
            }
        });
    }

    /** The object of the pickle, as plain values. */
    static @Nullable Object read(TorchFile file, FileChannel channel) throws IOException {
        return new TorchZip(file, channel).read();
    }

    private @Nullable Object read() throws IOException {
        if (entries.containsKey("constants.pkl")) {
            throw file.foreign("is a TorchScript archive, made by torch.jit.save, and holds code");
        }
        ByteOrder order = byteOrder();
        return PickleTree.plain(
                file,
                PickleMachine.load(
                        file,
                        bytes(PICKLE),
                        (type, key, device, count) ->
                                new TorchStorage(file, type, device, order, position(type, key, count), count)));
    }

    private long position(NumberType type, String key, long count) {
        Slice slice = entries.get(STORAGES + key);
        if (slice == null) {
            throw file.damaged("lacks the entry " + STORAGES + key + ", which holds numbers of a tensor");
        }
        if (slice.length() % type.bytes() != 0 || slice.length() / type.bytes() != count) {
            throw file.damaged("holds " + slice.length() + " bytes in " + STORAGES + key + ", where " + count
                    + " numbers of " + type + " belong");
        }
        return slice.position();
    }

    /** Files from before PyTorch 2.1 have no byte order; they are little-endian. */
    private ByteOrder byteOrder() throws IOException {
        if (!entries.containsKey("byteorder")) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String order = StandardCharsets.ISO_8859_1.decode(bytes("byteorder")).toString();
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw file.damaged("has the byte order '" + TorchFile.shown(order) + "'");
        };
    }

    private ByteBuffer bytes(String name) throws IOException {
        Slice slice = entries.getOrDefault(name, new Slice(0, 0));
        if (slice.length() > TorchArchive.LONGEST_PICKLE) {
            throw file.refused("has an entry " + name + " of " + slice.length() + " bytes");
        }
        channel.position(slice.position());
        return InputFile.next(channel, (int) slice.length());
    }

    private String folder(List<String> pickles) {
        if (pickles.isEmpty()) {
            throw file.foreign("is a zip archive without " + PICKLE);
        }
        if (pickles.size() > 1) {
            throw file.damaged("has " + pickles.size() + " entries " + PICKLE);
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    /**
     * The position of an entry's bytes.
     *
     * @param position of the first byte in the file
     */
    private record Slice(long position, long length) {}

    /** The entries by name, in the order of the archive, all without compression; together they are no longer than the file. */
    private static Map<String, Slice> stored(TorchFile file, FileChannel channel) throws IOException {
        Map<String, Slice> entries = new LinkedHashMap<>();
        long unclaimed = channel.size();
        for (ZipArchiveEntry entry : directory(file)) {
            String name = TorchFile.shown(entry.getName());
            if (entry.getMethod() != ZipEntry.STORED
                    || entry.getGeneralPurposeBit().usesEncryption()) {
                throw file.refused("has the entry '" + name + "' compressed or encrypted");
            }
            Slice slice = new Slice(entry.getDataOffset(), entry.getSize());
            unclaimed -= slice.length;
            if (entry.getCompressedSize() != slice.length
                    || slice.length < 0
                    || unclaimed < 0
                    || slice.length > channel.size() - slice.position
                    || !followsItsHeader(channel, slice.position, entry.getRawName().length)) {
                throw file.damaged("has the entry '" + name + "' at a place or of a length that cannot be");
            }
            if (entries.put(entry.getName(), slice) != null) {
                throw file.damaged("has the entry '" + name + "' twice");
            }
        }
        return entries;
    }

    private static List<ZipArchiveEntry> directory(TorchFile file) {
        try (ZipFile zip = ZipFile.builder().setPath(file.path()).get()) {
            return Collections.list(zip.getEntries());
        } catch (IOException | IllegalArgumentException e) {
            throw file.damaged(
                    "begins as a zip archive and has no table of contents at its end, or one that cannot be true ("
                            + e.getMessage() + ")");
        }
    }

    /** Whether an entry's local header, its name and up to 64 kB of extra fields end where its bytes start. */
    private static boolean followsItsHeader(FileChannel channel, long position, int name) throws IOException {
        int window = (int) Math.min(position, HEADER + name + 0xffff);
        channel.position(position - window);
        ByteBuffer before = InputFile.next(channel, window);
        return IntStream.rangeClosed(0, window - HEADER - name)
                .anyMatch(added -> before.getInt(window - HEADER - name - added) == SIGNATURE
                        && Short.toUnsignedInt(before.getShort(window - name - added - 4)) == name
                        && Short.toUnsignedInt(before.getShort(window - name - added - 2)) == added);
    }
}
