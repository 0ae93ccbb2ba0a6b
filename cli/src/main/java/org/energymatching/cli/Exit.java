package org.energymatching.cli;

/** How a verb ended, as the exit code tells it. */
public enum Exit {
    /** Everything asked for was done. */
    DONE(0),
    /** The work failed. */
    FAILED(1),
    /** The request or the configuration makes no sense. */
    USAGE(2),
    /** A file is unreadable or unfit: data or checkpoint. */
    DATA(3),
    /** Stopped by Ctrl-C or SIGTERM; training has saved what there was. */
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The number the shell sees. */
    public int code() {
        return code;
    }
}
