package org.energymatching.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.data.InputFile;

/**
 * The table of contents of a zip archive whose entries are stored as they are, as {@code torch.save} stores them.
 *
 * <p>Nothing is ever inflated: a compressed entry is refused. The entries together are no longer than the file. Archives beyond 4
 * GB (zip64) are read. Source: PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16.
 */
final class StoredZip {

    /**
     * The place of an entry's bytes.
     *
     * @param position of the first byte in the file
     */
    record Slice(long position, long length) {}

    private static final int END = 0x06054b50;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END64 = 0x06064b50;
    private static final int ENTRY = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_LENGTH = 22;
    private static final int END64_LOCATOR_LENGTH = 20;
    private static final int END64_LENGTH = 56;
    private static final int ENTRY_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LONGEST_DIRECTORY = 1 << 24;
    private static final int ZIP64_EXTRA = 1;
    private static final long IN_ZIP64 = 0xffffffffL;

    private final TorchFile file;
    private final FileChannel channel;
    private final Map<String, Slice> entries = new LinkedHashMap<>();
    private long unclaimed;

    private StoredZip(TorchFile file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.unclaimed = channel.size();
    }

    /** The entries by name, in the order of the archive. */
    static Map<String, Slice> entries(TorchFile file, FileChannel channel) throws IOException {
        StoredZip zip = new StoredZip(file, channel);
        zip.readDirectory();
        return zip.entries;
    }

    private void readDirectory() throws IOException {
        ByteBuffer directory = directory(endPosition());
        while (directory.hasRemaining()) {
            if (directory.remaining() < ENTRY_LENGTH || directory.getInt(directory.position()) != ENTRY) {
                throw damagedDirectory();
            }
            readEntry(directory);
        }
    }

    /** The end record is the last thing in the file but for a comment, whose length it tells. */
    private long endPosition() throws IOException {
        int length = (int) Math.min(channel.size(), END_LENGTH + LONGEST_COMMENT);
        ByteBuffer tail = at(channel.size() - length, length);
        for (int i = length - END_LENGTH; i >= 0; i--) {
            if (tail.getInt(i) == END && Short.toUnsignedInt(tail.getShort(i + 20)) == length - i - END_LENGTH) {
                return channel.size() - length + i;
            }
        }
        throw file.damaged("begins as a zip archive and has no table of contents at its end");
    }

    private ByteBuffer directory(long end) throws IOException {
        ByteBuffer record = at(end, END_LENGTH);
        long length = Integer.toUnsignedLong(record.getInt(12));
        long position = Integer.toUnsignedLong(record.getInt(16));
        long locator = end - END64_LOCATOR_LENGTH;
        if (locator >= 0 && at(locator, END64_LOCATOR_LENGTH).getInt(0) == END64_LOCATOR) {
            long end64 = at(locator, END64_LOCATOR_LENGTH).getLong(8);
            ByteBuffer record64 = at(end64, END64_LENGTH);
            if (record64.getInt(0) != END64) {
                throw damagedDirectory();
            }
            length = record64.getLong(40);
            position = record64.getLong(48);
        }
        if (length < 0 || length > LONGEST_DIRECTORY) {
            throw file.refused("has a table of contents of " + Long.toUnsignedString(length) + " bytes");
        }
        return at(position, (int) length);
    }

    private void readEntry(ByteBuffer directory) throws IOException {
        ByteBuffer fixed = directory.slice(directory.position(), ENTRY_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        int nameLength = Short.toUnsignedInt(fixed.getShort(28));
        int extraLength = Short.toUnsignedInt(fixed.getShort(30));
        int commentLength = Short.toUnsignedInt(fixed.getShort(32));
        directory.position(directory.position() + ENTRY_LENGTH);
        if (directory.remaining() < nameLength + extraLength + commentLength) {
            throw damagedDirectory();
        }
        byte[] name = new byte[nameLength];
        directory.get(name);
        ByteBuffer extra = directory.slice(directory.position(), extraLength).order(ByteOrder.LITTLE_ENDIAN);
        directory.position(directory.position() + extraLength + commentLength);
        add(new String(name, StandardCharsets.UTF_8), fixed, zip64(extra));
    }

    private void add(String name, ByteBuffer fixed, ByteBuffer wide) throws IOException {
        boolean encrypted = (fixed.getShort(8) & 1) != 0;
        if (fixed.getShort(10) != 0 || encrypted) {
            throw file.refused("has the entry '" + TorchFile.shown(name) + "' compressed or encrypted");
        }
        long length = widened(fixed.getInt(24), wide); // the three stand in this order where they are wide
        long stored = widened(fixed.getInt(20), wide);
        long header = widened(fixed.getInt(42), wide);
        unclaimed -= length;
        if (stored != length || length < 0 || unclaimed < 0) {
            throw damaged(name);
        }
        ByteBuffer local = at(header, LOCAL_LENGTH);
        long position = header
                + LOCAL_LENGTH
                + Short.toUnsignedInt(local.getShort(26))
                + Short.toUnsignedInt(local.getShort(28));
        if (local.getInt(0) != LOCAL || length > channel.size() - position) {
            throw damaged(name);
        }
        if (entries.put(name, new Slice(position, length)) != null) {
            throw file.damaged("has the entry '" + TorchFile.shown(name) + "' twice");
        }
    }

    /** The field of an entry that holds its lengths and position where they need more than 32 bits; empty without one. */
    private ByteBuffer zip64(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int tag = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            if (length > extra.remaining()) {
                throw damagedDirectory();
            }
            if (tag == ZIP64_EXTRA) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private long widened(int field, ByteBuffer wide) {
        long value = Integer.toUnsignedLong(field);
        if (value != IN_ZIP64) {
            return value;
        }
        if (wide.remaining() < Long.BYTES) {
            throw damagedDirectory();
        }
        return wide.getLong();
    }

    /** Bytes from anywhere in the file, if it has them. */
    private ByteBuffer at(long position, int length) throws IOException {
        if (position < 0 || length < 0 || position > channel.size() - length) {
            throw damagedDirectory();
        }
        channel.position(position);
        return InputFile.next(channel, length);
    }

    private RuntimeException damaged(String name) {
        return file.damaged("has the entry '" + TorchFile.shown(name) + "' at a place or of a length that cannot be");
    }

    private RuntimeException damagedDirectory() {
        return file.damaged("has a table of contents that contradicts itself");
    }
}
