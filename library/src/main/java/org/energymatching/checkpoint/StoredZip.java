package org.energymatching.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.energymatching.data.InputFile;

/**
 * The places of the entries of a zip archive that are stored as they are, as {@code torch.save} stores them.
 *
 * <p>Nothing is ever inflated: a compressed entry is refused. The entries together are no longer than the file.
 */
final class StoredZip {

    private static final int SIGNATURE = 0x04034b50;
    private static final int HEADER = 30;

    private StoredZip() {}

    /**
     * The place of an entry's bytes.
     *
     * @param position of the first byte in the file
     */
    record Slice(long position, long length) {}

    /** The entries by name, in the order of the archive. */
    static Map<String, Slice> entries(TorchFile file, FileChannel channel) throws IOException {
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

    /** Whether an entry's own header, its name and up to 64 kB of additions to it end where its bytes begin. */
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
