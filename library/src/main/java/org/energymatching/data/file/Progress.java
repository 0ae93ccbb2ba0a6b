package org.energymatching.data.file;

/** Hears how far a longer piece of work has come; called from one thread at a time. */
@FunctionalInterface
public interface Progress {

    /**
     * Some more is done.
     *
     * @param done grows, unless a download has to start again
     * @param total −1 if it is not known
     */
    void at(long done, long total);

    /** For those who do not care. */
    static Progress none() {
        return (done, total) -> {};
    }
}
