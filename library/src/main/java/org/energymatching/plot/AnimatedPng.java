package org.energymatching.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Frames as an APNG file (PNG, third edition, 2025) that starts over for ever, without loss.
 *
 * <p>Each frame is first an ordinary PNG file. The file begins as that of the first frame does; {@code acTL} tells the
 * number of frames, {@code fcTL} in front of each its time, and the compressed pixels of all but the first travel in
 * {@code fdAT}. Both of the latter are numbered from 0 in one sequence.
 */
final class AnimatedPng {

    private static final short HUNDREDTHS = 100;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private int sequence;

    private AnimatedPng() {}

    static byte[] of(Reel reel) {
        AnimatedPng animated = new AnimatedPng();
        for (int i = 0; i < reel.count(); i++) {
            BufferedImage frame = reel.frame(i);
            byte[] png = Picture.png(reel.grey() ? Palette.greys().indexed(frame) : frame);
            List<PngChunk> chunks = PngChunk.of(png);
            if (i == 0) {
                animated.begin(chunks, reel.count());
            }
            animated.frame(chunks, reel.hundredths(i), i == 0);
        }
        animated.add("IEND", new byte[0]);
        return animated.file.toByteArray();
    }

    /** Everything in front of the pixels. */
    private void begin(List<PngChunk> chunks, int frames) {
        file.writeBytes(PngChunk.SIGNATURE.clone());
        chunks.stream().filter(chunk -> chunk.is("IHDR")).forEach(chunk -> chunk.write(file));
        add("acTL", ByteBuffer.allocate(8).putInt(frames).putInt(0).array());
        chunks.stream().filter(chunk -> chunk.is("PLTE")).forEach(chunk -> chunk.write(file));
    }

    private void frame(List<PngChunk> chunks, int hundredths, boolean first) {
        ByteBuffer header = ByteBuffer.wrap(chunks.get(0).data());
        ByteBuffer control = ByteBuffer.allocate(26);
        control.putInt(sequence++).putInt(header.getInt(0)).putInt(header.getInt(4));
        control.putInt(0).putInt(0).putShort((short) hundredths).putShort(HUNDREDTHS);
        add("fcTL", control.array());
        for (PngChunk chunk : chunks) {
            if (chunk.is("IDAT") && first) {
                chunk.write(file);
            } else if (chunk.is("IDAT")) {
                int length = chunk.data().length;
                add(
                        "fdAT",
                        ByteBuffer.allocate(4 + length)
                                .putInt(sequence++)
                                .put(chunk.data())
                                .array());
            }
        }
    }

    private void add(String type, byte[] data) {
        new PngChunk(type, data).write(file);
    }
}
