package org.energymatching.tensor;

import org.energymatching.tensor.engine.Devices;

/**
 * Where tensors are kept and computed with. It is chosen once and passed on: what makes a tensor takes the device from an
 * operand or from its caller, never from a setting of the process.
 *
 * @param name as the engine spells it, such as {@code cpu} or {@code cuda:0}
 */
public record Device(String name) {

    private static final Device CPU = new Device("cpu");
    private static final Device META = new Device("meta");

    /** The processor of this machine. */
    public static Device cpu() {
        return CPU;
    }

    /**
     * A device that knows shapes and holds no numbers. An operation between one of its tensors and a tensor of another device
     * is an error, and so is reading a value: a test on it proves that a computation stays where it began.
     */
    public static Device meta() {
        return META;
    }

    /**
     * The device of a name: {@code cpu}, {@code cuda} (the first GPU), {@code cuda:N}, or {@code auto}, the first GPU where there
     * is one and else the processor.
     *
     * @throws org.energymatching.error.UsageException if there is no device of this name
     * @throws org.energymatching.error.FailedException if no GPU can be had here, naming what is missing
     */
    public static Device named(String name) {
        return Devices.named(name);
    }

    /** Whether its tensors have values that can be read back. */
    public boolean holdsNumbers() {
        return !equals(META);
    }
}
