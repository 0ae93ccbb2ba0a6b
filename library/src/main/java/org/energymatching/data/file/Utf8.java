package org.energymatching.data.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** The position at which a file is no longer UTF-8. */
public final class Utf8 {

    private Utf8() {}

    /** The line, counted from 1, of the first byte that is not part of a character. */
    public static long firstFaultyLine(InputStream in) throws IOException {
        ReadableByteChannel channel = Channels.newChannel(in);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer text = CharBuffer.allocate(1 << 16);
        long line = 1;
        CoderResult result = CoderResult.UNDERFLOW;
        for (boolean ended = false; !ended && !result.isError(); ) {
            ended = channel.read(bytes) < 0;
            result = decoder.decode(bytes.flip(), text, ended);
            bytes.compact();
            line += text.flip().chars().filter(c -> c == '\n').count();
            text.clear();
        }
        return line;
    }
}
