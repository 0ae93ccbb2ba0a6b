package org.energymatching.checkpoint.file;

import java.nio.ByteOrder;
import org.energymatching.data.file.InputFile;
import org.energymatching.data.file.NumberType;

/**
 * The position of a storage in the file, which one or more tensors are views of; its numbers are read when needed.
 *
 * @param device the device of the computation, as in {@code cpu} or {@code cuda:0}
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
