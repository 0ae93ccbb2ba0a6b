package org.energymatching.checkpoint.file;

import java.nio.ByteOrder;
import org.energymatching.data.file.InputFile;
import org.energymatching.data.file.NumberType;

/**
 * Where a row of numbers lies that one or more tensors are made of; the numbers stay in the file until they are asked for.
 *
 * @param device what it was computed on, as in {@code cpu} or {@code cuda:0}
 * @param position of its first byte in the file
 * @param count how many numbers
 */
record TorchStorage(TorchFile file, NumberType type, String device, ByteOrder order, long position, long count) {

    /** Reads {@code length} numbers from the one at {@code first} on. */
    float[] read(long first, int length) {
        return InputFile.read(file.path(), channel -> {
            channel.position(position + first * type.bytes());
            return type.read(channel, length, order);
        });
    }
}
