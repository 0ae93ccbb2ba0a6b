package org.energymatching.checkpoint.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files in the two layouts of torch.save around a given pickle, and zip archives that only look like them. */
final class TorchWriter {

    private static final int LOCAL = 0x04034b50;
    private static final int ENTRY = 0x02014b50;

    private TorchWriter() {}

    /** The zip layout, its entries stored by the JDK's own writer. */
    static byte[] zip(byte[] pickle, Map<String, byte[]> storages) {
        return stored(entries(pickle, storages));
    }

    /** Both layouts of one pickle and one storage, "0", of the two floats 1 and 2. */
    static List<byte[]> both(byte[] pickle) {
        byte[] counted = HexFormat.of().parseHex("02000000000000000000803f00000040");
        return List.of(
                zip(pickle, Map.of("0", Arrays.copyOfRange(counted, 8, 16))), legacy(pickle, Map.of("0", counted)));
    }

    /** The entries of the zip layout by name. */
    static Map<String, byte[]> entries(byte[] pickle, Map<String, byte[]> storages) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        entries.put("archive/byteorder", "little".getBytes(StandardCharsets.UTF_8));
        storages.forEach((key, bytes) -> entries.put("archive/data/" + key, bytes));
        entries.put("archive/version", "3\n".getBytes(StandardCharsets.UTF_8));
        return entries;
    }

    /** An archive of these entries, by the JDK. */
    static byte[] stored(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(content.getValue());
                ZipEntry entry = new ZipEntry(content.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Entries whose lengths and places stand in zip64 fields, as in archives beyond 4 GB; every length is changed by {@code lie}. */
    static byte[] zip64(Map<String, byte[]> entries, long lie) {
        ByteBuffer archive = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer directory = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        entries.forEach((name, content) -> {
            byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
            long position = archive.position();
            archive.putInt(LOCAL).put(new byte[22]).putShort((short) encoded.length);
            archive.putShort((short) 0).put(encoded).put(content);
            directory.putInt(ENTRY).put(new byte[16]).putInt(-1).putInt(-1).putShort((short) encoded.length);
            directory.putShort((short) 32).put(new byte[10]).putInt(-1).put(encoded);
            directory.putShort((short) 9).putShort((short) 0); // a field that no reader knows
            directory.putShort((short) 1).putShort((short) 24);
            directory
                    .putLong(content.length + lie)
                    .putLong(content.length + lie)
                    .putLong(position);
        });
        long start = archive.position();
        archive.put(directory.flip());
        long end64 = archive.position();
        archive.putInt(0x06064b50).put(new byte[36]).putLong(end64 - start).putLong(start);
        archive.putInt(0x07064b50).putInt(0).putLong(end64).putInt(1);
        archive.putInt(0x06054b50)
                .put(new byte[6])
                .putShort((short) -1)
                .putInt(-1)
                .putInt(-1)
                .putShort((short) 0);
        byte[] bytes = new byte[archive.flip().remaining()];
        archive.get(bytes);
        return bytes;
    }

    /** The layout before PyTorch 1.6; each storage is given with the count before it. */
    static byte[] legacy(byte[] pickle, Map<String, byte[]> storages) {
        PickleWriter keys = PickleWriter.protocol(2).ascii("](");
        storages.keySet().forEach(keys::text);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(PickleWriter.protocol(2)
                .code(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .end());
        bytes.writeBytes(PickleWriter.protocol(2).ascii("M\u00e9\u0003").end());
        bytes.writeBytes(PickleWriter.protocol(2)
                .ascii("}")
                .text("little_endian")
                .code(0x88, 's')
                .end());
        bytes.writeBytes(pickle);
        bytes.writeBytes(keys.ascii("e").end());
        storages.values().forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
