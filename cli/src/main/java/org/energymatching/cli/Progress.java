package org.energymatching.cli;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.energymatching.data.file.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * The progress of some work: one line rewritten in place on a terminal, else a plain line every ten seconds at most.
 *
 * <p>{@code warm-up  [=========>          ]  47 %  9400/20000  2 min 10 s left  loss 0.31}
 */
public final class Progress implements AutoCloseable {

    private static final int BAR = 20;
    private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PLAIN = TimeUnit.SECONDS.toNanos(10);

    private final @Nullable PrintStream err;
    private final Terminal terminal;
    private final String label;
    private long total;
    private final LongSupplier clock;
    private long first = -1;
    private long firstTime;
    private long shownTime;
    private String pending = "";
    private boolean drawn;

    /** Without a stream, nothing is shown. */
    Progress(@Nullable PrintStream err, Terminal terminal, String label, long total, LongSupplier clock) {
        this.err = err;
        this.terminal = terminal;
        this.label = label;
        this.total = total;
        this.clock = clock;
        this.firstTime = clock.getAsLong();
        this.shownTime = firstTime - PLAIN;
    }

    /**
     * Reports that {@code done} pieces are done. The first call sets where the work started, so that a resumed run's
     * remaining time is right.
     *
     * @param text further information, such as the loss
     */
    public synchronized void at(long done, String text) {
        if (err == null) {
            return;
        }
        long now = clock.getAsLong();
        if (first < 0) {
            first = done;
            firstTime = now;
        }
        pending = Printable.line(line(done, text, now));
        if (now - shownTime >= (terminal.interactive() ? REDRAW : PLAIN)) {
            show(err);
            shownTime = now;
        }
    }

    /** A callback that reports each piece as done, in any order and from any thread. */
    public Runnable counting(String pieces) {
        AtomicLong done = new AtomicLong();
        return () -> {
            synchronized (this) {
                at(done.incrementAndGet(), pieces);
            }
        };
    }

    /** A callback for the reports of the library, which include the total. */
    public org.energymatching.data.file.Progress reports(String pieces) {
        return (done, of) -> {
            total = of;
            at(done, pieces);
        };
    }

    /** Reports that the work is done, with fewer pieces than expected. */
    public void complete(long done, String text) {
        total = done;
        at(done, text);
    }

    /** Shows the last state and ends the line. */
    @Override
    public void close() {
        if (err == null) {
            return;
        }
        if (!pending.isEmpty()) {
            show(err);
        }
        if (drawn) {
            err.println();
            drawn = false;
        }
    }

    /** Clears the line for a line of another kind; the next state is drawn below it. */
    void erase() {
        if (err != null && drawn) {
            err.print("\r" + " ".repeat(terminal.columns() - 1) + "\r");
            drawn = false;
        }
    }

    private void show(PrintStream to) {
        if (terminal.interactive()) {
            int width = terminal.columns() - 1;
            String fitted = pending.length() > width ? pending.substring(0, width) : pending;
            to.print("\r" + fitted + " ".repeat(width - fitted.length()));
            to.flush();
            drawn = true;
        } else {
            to.println(pending);
        }
        pending = "";
    }

    private String line(long done, String text, long now) {
        if (total <= 0) { // of unknown size
            return label + "  " + done + (text.isEmpty() ? "" : "  " + text);
        }
        double share = Math.min(1, (double) done / total);
        int filled = (int) (share * BAR);
        String bar = terminal.interactive()
                ? "  [" + "=".repeat(filled) + (filled < BAR ? ">" : "") + " ".repeat(Math.max(0, BAR - filled - 1))
                        + "]"
                : "";
        return Numbers.format(
                "%s%s  %3d %%  %d/%d%s%s",
                label, bar, (int) (share * 100), done, total, left(done, now), text.isEmpty() ? "" : "  " + text);
    }

    private String left(long done, long now) {
        if (done <= first || done >= total) {
            return "";
        }
        double perPiece = (double) (now - firstTime) / (done - first);
        return "  " + duration(Math.round(perPiece * (total - done) / 1e9)) + " left";
    }

    /** A duration as text: {@code 12 s}, {@code 3 min 20 s}, {@code 1 h 02 min}. */
    public static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? Numbers.format("%d min %02d s", seconds / 60, seconds % 60)
                : Numbers.format("%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
}
