package org.energymatching.cli;

/** The outcome of a verb, with its exit code. */
public enum Exit {
    /** All work is done. */
    DONE(0),
    /** The work failed. */
    FAILED(1),
    /** The request or the configuration is invalid. */
    USAGE(2),
    /** A file is unreadable or unfit: data or checkpoint. */
    DATA(3),
    /** Stopped by Ctrl-C or SIGTERM; training has saved its state. */
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The exit code in the shell. */
    public int code() {
        return code;
    }
}
