package org.energymatching.error;

/** The request is invalid: an unknown key, a negative number of steps, an impossible width. */
public final class UsageException extends EnergyMatchingException {

    /** Three sentences, each ending in a full stop. */
    public UsageException(String happened, String expected, String remedy) {
        super(happened, expected, remedy, null);
    }

    /** Three sentences, each ending in a full stop, and the cause. */
    public UsageException(String happened, String expected, String remedy, Throwable cause) {
        super(happened, expected, remedy, cause);
    }
}
