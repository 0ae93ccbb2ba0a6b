package org.energymatching.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/**
 * Tables as comma-separated text in UTF-8.
 *
 * <p>Read: cells separated by commas, semicolons or tabs, whichever is most frequent in the first line, quoted or not; lines
 * ending in LF or CRLF; a byte order mark is skipped. If no cell of the first line is text, it is a row of data and the
 * columns are called column1, column2 and so on. Written: commas, LF, and as many digits as make each float come back
 * unchanged. Source of the quoting rules: RFC 4180.
 */
public final class Csv {

    /** A name with a semicolon or a tab is quoted too, lest that be taken for the separator. */
    private static final QuoteStrategy OTHER_SEPARATORS = new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int column, String name) {
            return name.indexOf(';') >= 0 || name.indexOf('\t') >= 0;
        }
    };

    private Csv() {}

    /**
     * Reads the selected columns, each cell of which must be a finite number.
     *
     * @throws UsageException if the selection names a column that is not there
     * @throws DataException naming line and column, if the file is no such table or has fewer than two rows of data
     */
    public static Table read(Path path, ColumnSelection selection) {
        return read(path, selection, false);
    }

    /** As {@link #read}, but an empty cell, or one that reads NA, NaN or null, becomes NaN, and a single row is enough. */
    public static Table readWithGaps(Path path, ColumnSelection selection) {
        return read(path, selection, true);
    }

    private static Table read(Path path, ColumnSelection selection, boolean gaps) {
        return CsvLines.read(path, lines -> new CsvTableReader(path, selection, gaps).read(lines));
    }

    /**
     * Writes a line of column names and one line per row, whole or not at all.
     *
     * @param columns the name of each value in a row; not all of them numbers, or they would be read back as a row
     */
    public static void write(Path path, List<String> columns, Samples samples) {
        int width = samples.width();
        if (columns.size() != width || columns.stream().noneMatch(CsvCell::isText)) {
            throw new UsageException(
                    "The columns " + Nearest.brief(columns) + " came with " + samples + ".",
                    "Each value of a row needs a name, and not all names may be numbers.",
                    "Pass as many names as there are values in a row, such as column1.");
        }
        OutputFile.write(path, channel -> {
            CsvWriter csv = CsvWriter.builder()
                    .lineDelimiter(LineDelimiter.LF)
                    .quoteStrategy(OTHER_SEPARATORS)
                    .build(Channels.newWriter(channel, StandardCharsets.UTF_8));
            csv.writeRecord(columns);
            String[] cells = new String[width];
            for (int row = 0; row < samples.rows(); row++) {
                int start = row * width;
                Arrays.setAll(cells, j -> Float.toString(samples.values()[start + j]));
                csv.writeRecord(cells);
            }
            csv.flush();
        });
    }
}
