package org.energymatching.error;

/** The computation itself failed: a loss became NaN, a chain diverged, a disk was full. */
public final class FailedException extends EnergyMatchingException {

    /** Three sentences, each ending in a full stop. */
    public FailedException(String happened, String expected, String remedy) {
        super(happened, expected, remedy, null);
    }

    /** Three sentences, each ending in a full stop, and the cause. */
    public FailedException(String happened, String expected, String remedy, Throwable cause) {
        super(happened, expected, remedy, cause);
    }
}
