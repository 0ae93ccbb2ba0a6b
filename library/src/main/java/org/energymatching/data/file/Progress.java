package org.energymatching.data.file;

/** A callback for the progress of a longer piece of work; called from one thread at a time. */
@FunctionalInterface
public interface Progress {

    /**
     * Reports progress.
     *
     * @param done grows, unless a download has to start again
     * @param total −1 if it is not known
     */
    void at(long done, long total);

    /** Ignores all reports. */
    static Progress none() {
        return (done, total) -> {};
    }
}
