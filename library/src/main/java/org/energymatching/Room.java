package org.energymatching;

import java.util.Locale;
import org.energymatching.error.UsageException;

/** Checks that rows fit one array and the memory before they are computed. */
public final class Room {

    /** The largest array of virtual machines. */
    private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Room() {}

    /**
     * Refuses rows that do not fit.
     *
     * @param what the rows are, as the subject of a message, such as {@code The samples}
     * @param rows how many
     * @param width the numbers of a row
     * @param copies how many such sets of rows are in memory at once
     * @throws UsageException which states the memory that they need
     */
    public static void require(String what, long rows, long width, int copies) {
        double numbers = (double) rows * width;
        double bytes = numbers * Float.BYTES * copies;
        long heap = Runtime.getRuntime().maxMemory();
        if (numbers > LONGEST_ARRAY || bytes > heap) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "%s would be %,d rows of %,d numbers, which take %,.1f GB of memory.",
                            what,
                            rows,
                            width,
                            bytes / 1e9),
                    String.format(
                            Locale.ROOT,
                            "Java may use %.1f GB here, and one array holds up to %,d numbers.",
                            heap / 1e9,
                            LONGEST_ARRAY),
                    "Ask for fewer at once, or give Java more memory with EM_JAVA_OPTS=-Xmx8g where that is what they lack.");
        }
    }
}
