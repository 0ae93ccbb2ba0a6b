package org.energymatching.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * The segments before the pixels of a JPEG file that its decoder ignores.
 *
 * @param adobe whether there is an Adobe segment, which means that inks are stored inverted
 * @param orientation the orientation of the camera: 1 to 8 as in EXIF, 1 being upright. Source: CIPA DC-008, tag 0x0112
 */
record JpegMarkers(boolean adobe, int orientation) {

    private static final JpegMarkers NONE = new JpegMarkers(false, 1);

    private static final int ORIENTATION = 0x0112;

    /** Reads the segments and resets the stream to its position; damaged segments are ignored. */
    static JpegMarkers of(ImageInputStream in) throws IOException {
        in.mark();
        ByteOrder order = in.getByteOrder();
        try {
            in.setByteOrder(ByteOrder.BIG_ENDIAN);
            return in.readUnsignedShort() == 0xFFD8 ? segments(in) : NONE;
        } catch (EOFException cutOff) {
            return NONE;
        } finally {
            in.setByteOrder(order);
            in.reset();
        }
    }

    private static JpegMarkers segments(ImageInputStream in) throws IOException {
        boolean adobe = false;
        int orientation = 1;
        while (in.readUnsignedByte() == 0xFF) {
            int marker = in.readUnsignedByte();
            while (marker == 0xFF) {
                marker = in.readUnsignedByte();
            }
            if (marker == 0xDA || marker == 0xD9) { // the pixels, or the end
                break;
            }
            byte[] body = new byte[Math.max(0, in.readUnsignedShort() - 2)];
            in.readFully(body);
            if (marker == 0xE1 && begins(body, "Exif\0\0")) {
                orientation = orientation(new Tiff(body, 6));
            } else if (marker == 0xEE && begins(body, "Adobe")) {
                adobe = true;
            }
        }
        return new JpegMarkers(adobe, orientation);
    }

    /** The orientation among the tags of a TIFF header's first directory; 1 where there is none. */
    private static int orientation(Tiff tiff) {
        long directory = tiff.number(4, 4);
        int entries = (int) tiff.number(directory, 2);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (tiff.number(entry, 2) == ORIENTATION) {
                int value = (int) tiff.number(entry + 8, 2);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    private static boolean begins(byte[] body, String word) {
        if (body.length < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (body[i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Numbers in the byte order of the header; 0 beyond the end. */
    private record Tiff(ByteBuffer bytes) {

        Tiff(byte[] body, int start) {
            this(ByteBuffer.wrap(body, Math.min(start, body.length), Math.max(0, body.length - start))
                    .slice()
                    .order(body.length > start && body[start] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));
        }

        long number(long offset, int length) {
            if (offset < 0 || offset + length > bytes.limit()) {
                return 0;
            }
            return length == 2
                    ? Short.toUnsignedLong(bytes.getShort((int) offset))
                    : Integer.toUnsignedLong(bytes.getInt((int) offset));
        }
    }
}
