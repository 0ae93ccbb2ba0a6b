package org.energymatching.error;

/** The request makes no sense as asked: an unknown key, a negative number of steps, a width that cannot be. */
public final class UsageException extends EnergyMatchingException {

    /** Three sentences, each ending in a full stop. */
    public UsageException(String happened, String expected, String remedy) {
        super(happened, expected, remedy, null);
    }

    /** Three sentences, each ending in a full stop, and the error underneath. */
    public UsageException(String happened, String expected, String remedy, Throwable cause) {
        super(happened, expected, remedy, cause);
    }
}
