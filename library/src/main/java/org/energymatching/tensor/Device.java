package org.energymatching.tensor;

import org.energymatching.tensor.engine.Devices;

/**
 * The device of tensors and their computations. It is chosen once and passed on: a new tensor has the device of an operand or
 * of an argument, never of a global setting.
 *
 * @param name as in the engine, such as {@code cpu} or {@code cuda:0}
 */
public record Device(String name) {

    private static final Device CPU = new Device("cpu");
    private static final Device META = new Device("meta");

    /** The processor of this machine. */
    public static Device cpu() {
        return CPU;
    }

    /**
     * A device of tensors with shapes but without numbers. An operation between one of its tensors and a tensor of another
     * device is an error, and so is reading a value: a test with it proves that a computation does not change its device.
     */
    public static Device meta() {
        return META;
    }

    /**
     * The device of a name: {@code cpu}, {@code cuda} (the first GPU), {@code cuda:N}, or {@code auto}, the first GPU if there
     * is one, else the processor.
     *
     * @throws org.energymatching.error.UsageException if there is no device of this name
     * @throws org.energymatching.error.FailedException if no GPU is available, which names what is missing
     */
    public static Device named(String name) {
        return Devices.named(name);
    }

    /** Whether its tensors have values that can be read back. */
    public boolean holdsNumbers() {
        return !equals(META);
    }
}
