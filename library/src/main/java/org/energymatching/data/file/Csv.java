package org.energymatching.data.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * Writes tables as comma-separated text in UTF-8: lines end in LF, and each number has as many digits as make it read back
 * unchanged. Source of the quoting rules: RFC 4180.
 */
public final class Csv {

    /** A name with a semicolon or a tab is quoted too, so that readers do not take that for the separator. */
    private static final QuoteStrategy OTHER_SEPARATORS = new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int column, String name) {
            return name.indexOf(';') >= 0 || name.indexOf('\t') >= 0;
        }
    };

    private Csv() {}

    /**
     * Writes a line of column names and one line per row, atomically.
     *
     * @param columns the name of each value in a row
     */
    public static void write(Path path, List<String> columns, Samples samples) {
        write(path, "", List.of(), columns, samples);
    }

    /** The same with a first column of text, such as the file that each row comes from. */
    public static void write(Path path, String name, List<String> texts, List<String> columns, Samples samples) {
        IntFunction<String> number = i -> Numbers.exact(samples.values()[i]);
        write(path, name, texts, columns, samples.width(), samples.rows(), number);
    }

    /** The same for numbers in double precision, without such a column. */
    public static void write(Path path, List<String> columns, DoubleRows rows) {
        write(path, "", List.of(), columns, rows.width(), rows.rows(), i -> Numbers.exact(rows.values()[i]));
    }

    /** Writes a line of column names and one line per row of cells as they are, atomically. */
    public static void write(Path path, List<String> columns, List<String[]> rows) {
        OutputFile.write(path, channel -> {
            CsvWriter csv = writer(channel);
            csv.writeRecord(columns);
            rows.forEach(csv::writeRecord);
            csv.flush();
        });
    }

    private static CsvWriter writer(WritableByteChannel channel) {
        return CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(OTHER_SEPARATORS)
                .build(Channels.newWriter(channel, StandardCharsets.UTF_8));
    }

    private static void write(
            Path path,
            String name,
            List<String> texts,
            List<String> columns,
            int width,
            int rows,
            IntFunction<String> number) {
        if (columns.size() != width || (!texts.isEmpty() && texts.size() != rows)) {
            throw new UsageException(
                    "The columns " + Nearest.brief(columns) + " and " + texts.size() + " texts came with " + rows
                            + " rows of " + width + " values.",
                    "Each value of a row needs a name, and each row a text if any has one.",
                    "Pass as many names as there are values in a row, such as column1.");
        }
        int before = texts.isEmpty() ? 0 : 1;
        OutputFile.write(path, channel -> {
            CsvWriter csv = writer(channel);
            String[] cells = new String[before + width];
            Arrays.setAll(cells, j -> j < before ? name : columns.get(j - before));
            csv.writeRecord(cells);
            for (int i = 0; i < rows; i++) {
                int row = i;
                Arrays.setAll(cells, j -> j < before ? texts.get(row) : number.apply(row * width + j - before));
                csv.writeRecord(cells);
            }
            csv.flush();
        });
    }
}
