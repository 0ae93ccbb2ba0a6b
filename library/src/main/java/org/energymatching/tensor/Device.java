package org.energymatching.tensor;

/**
 * Where tensors are kept and computed with. It is chosen once and passed on: what makes a tensor takes the device from an
 * operand or from its caller, never from a setting of the process.
 *
 * @param name as the engine spells it, such as {@code cpu}
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

    /** Whether its tensors have values that can be read back. */
    public boolean holdsNumbers() {
        return !equals(META);
    }
}
