package org.energymatching.cli;

import org.jspecify.annotations.Nullable;

/** Work of the library that reports its own progress, shown on the console from its first report on. */
public final class LibraryProgress implements org.energymatching.data.Progress, AutoCloseable {

    private final Console console;
    private final String label;
    private final String unit;
    private @Nullable Progress shown;

    /**
     * For one piece of work.
     *
     * @param label what is being done, in a word or two
     * @param unit what is counted
     */
    public LibraryProgress(Console console, String label, String unit) {
        this.console = console;
        this.label = label;
        this.unit = unit;
    }

    @Override
    public void at(long done, long total) {
        if (shown == null) {
            shown = console.progress(label, total);
        }
        shown.at(done, unit);
    }

    @Override
    public void close() {
        if (shown != null) {
            shown.close();
        }
    }
}
