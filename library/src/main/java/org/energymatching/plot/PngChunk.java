package org.energymatching.plot;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** A piece of a PNG file: its length, four letters, the data and the CRC-32 of letters and data. */
record PngChunk(String type, byte[] data) {

    /** What every PNG file begins with. */
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** The chunks of a file that is known to be sound. */
    static List<PngChunk> of(byte[] png) {
        ByteBuffer bytes = ByteBuffer.wrap(png).position(SIGNATURE.length);
        List<PngChunk> chunks = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] data = new byte[bytes.getInt()];
            byte[] type = new byte[4];
            bytes.get(type).get(data).getInt();
            chunks.add(new PngChunk(new String(type, StandardCharsets.US_ASCII), data));
        }
        return chunks;
    }

    boolean is(String name) {
        return type.equals(name);
    }

    void write(ByteArrayOutputStream file) {
        byte[] letters = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(letters);
        crc.update(data);
        ByteBuffer bytes = ByteBuffer.allocate(12 + data.length);
        bytes.putInt(data.length).put(letters).put(data).putInt((int) crc.getValue());
        file.writeBytes(bytes.array());
    }
}
