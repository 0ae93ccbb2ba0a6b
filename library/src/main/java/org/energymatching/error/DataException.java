package org.energymatching.error;

/** A file is unreadable, damaged or unfit for its purpose: data, checkpoint or run directory. */
public final class DataException extends EnergyMatchingException {

    /** Three sentences, each ending in a full stop. */
    public DataException(String happened, String expected, String remedy) {
        super(happened, expected, remedy, null);
    }

    /** Three sentences, each ending in a full stop, and the cause. */
    public DataException(String happened, String expected, String remedy, Throwable cause) {
        super(happened, expected, remedy, cause);
    }
}
