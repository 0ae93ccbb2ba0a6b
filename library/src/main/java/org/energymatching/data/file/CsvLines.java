package org.energymatching.data.file;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a CSV file one after another, and checks each of them: quotes, encoding, blank lines, widths.
 *
 * <p>The file may be packed by gzip. Its text is UTF-8, or UTF-16 with a byte order mark. A first line {@code sep=;}, as
 * spreadsheets write it, names the separator and is not one of the lines.
 */
public final class CsvLines {

    /** The longest search for the end of the first line, in characters. */
    private static final int FIRST_LINE = 1 << 16;

    /** The largest numbers of columns and characters in a line; a longer line is not part of a table. */
    private static final int MOST_COLUMNS = 1 << 20;

    private static final int LONGEST_LINE = 1 << 25;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path path;
    private final char separator;
    private final int skipped;
    private final Iterator<CsvRecord> records;

    private CsvLines(Path path, char separator, int skipped, Iterator<CsvRecord> records) {
        this.path = path;
        this.separator = separator;
        this.skipped = skipped;
        this.records = records;
    }

    /** Opens the file for a function of the lines of its table; errors in its quotes or its encoding are data errors. */
    public static <T> T read(Path path, CsvFormat format, Function<CsvLines, T> reading) {
        return PackedFile.read(path, packed -> {
            BufferedInputStream in = new BufferedInputStream(packed);
            Charset charset = charset(in);
            try {
                return read(
                        path,
                        new BufferedReader(new InputStreamReader(in, charset.newDecoder())),
                        format.skip(),
                        format.comment(),
                        reading);
            } catch (CharacterCodingException e) {
                throw new DataException(
                        charset.equals(StandardCharsets.UTF_8)
                                ? path + " is not UTF-8 text: the first byte that does not belong is in line "
                                        + PackedFile.read(path, Utf8::firstFaultyLine) + "."
                                : path + " is not the UTF-16 text that its first bytes announce.",
                        "A CSV file in UTF-8 was expected, or in UTF-16 with a byte order mark.",
                        "Save it again as CSV UTF-8.",
                        e);
            }
        });
    }

    private static Charset charset(InputStream in) throws IOException {
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        boolean wide = (first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE);
        return wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    private static <T> T read(
            Path path, BufferedReader text, int skip, @Nullable Character comment, Function<CsvLines, T> reading)
            throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        int skipped = 0;
        while (skipped < skip && text.readLine() != null) {
            skipped++;
        }
        String start = start(text);
        Character named = named(start);
        if (named != null) {
            text.readLine();
            skipped++;
        }
        char separator = named != null ? named : delimiter(start, comment);
        CsvReader.CsvReaderBuilder format = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(LONGEST_LINE)
                .allowUnclosedQuote(false);
        if (comment != null) {
            format.commentStrategy(CommentStrategy.SKIP).commentCharacter(comment);
        }
        CsvRecordHandler records = CsvRecordHandler.builder()
                .maxFields(MOST_COLUMNS)
                .maxRecordSize(LONGEST_LINE)
                .build();
        try {
            return reading.apply(new CsvLines(
                    path, separator, skipped, format.build(records, text).iterator()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            String reason = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            boolean columns = (e.getMessage() + reason).contains("maximum limit");
            throw new DataException(
                    path + " is no proper CSV: " + e.getMessage() + reason + ".",
                    columns
                            ? "A line has up to " + String.format("%,d", MOST_COLUMNS) + " cells."
                            : "Quotes enclose whole cells, and a quote inside one is doubled.",
                    columns
                            ? "Give wider rows as a NumPy file, or see whether the file is CSV at all."
                            : "Mend the quotes in that line; if it has none, see whether the file is CSV at all.",
                    e);
        }
    }

    /** Peeks at the next characters. */
    private static String start(BufferedReader text) throws IOException {
        char[] start = new char[FIRST_LINE];
        text.mark(FIRST_LINE);
        int length = 0;
        for (int more = 0; more >= 0 && length < start.length; length += Math.max(0, more)) {
            more = text.read(start, length, start.length - length);
        }
        text.reset();
        return new String(start, 0, length);
    }

    /** The separator in a first line of {@code sep=} and one character, or null. */
    private static @Nullable Character named(String start) {
        String line = start.lines().findFirst().orElse("");
        String bare = line.startsWith("\"") && line.endsWith("\"") ? line.substring(1, line.length() - 1) : line;
        return bare.length() == 5 && bare.toLowerCase(Locale.ROOT).startsWith("sep=") ? bare.charAt(4) : null;
    }

    /** The candidate that is most frequent outside quotes in the first line that is not a comment. */
    private static char delimiter(String start, @Nullable Character comment) {
        int from = 0;
        while (comment != null && from < start.length() && start.charAt(from) == comment) {
            int end = start.indexOf('\n', from);
            from = end < 0 ? start.length() : end + 1;
        }
        Map<Character, Integer> counts = new HashMap<>();
        boolean quoted = false;
        for (int i = from;
                i < start.length() && (quoted || (start.charAt(i) != '\n' && start.charAt(i) != '\r'));
                i++) {
            quoted ^= start.charAt(i) == '"';
            if (!quoted) {
                counts.merge(start.charAt(i), 1, Integer::sum);
            }
        }
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (counts.getOrDefault(candidate, 0) > counts.getOrDefault(best, 0)) {
                best = candidate;
            }
        }
        return best;
    }

    /** The separator of cells. */
    public char separator() {
        return separator;
    }

    /** The number of a line in the file, counted from 1. */
    public long number(CsvRecord line) {
        return line.getStartingLineNumber() + skipped;
    }

    /** The next line that is not blank, or null if only blank lines follow. */
    @Nullable
    public CsvRecord next() {
        CsvRecord record = records.hasNext() ? records.next() : null;
        if (record == null || !isBlank(record)) {
            return record;
        }
        while (records.hasNext()) {
            if (!isBlank(records.next())) {
                throw new DataException(
                        path + ", line " + number(record) + " is blank, and others follow.",
                        "Each line holds a row; only the end of the file may be blank.",
                        "Delete the line, or fill it in if a row is missing there.");
            }
        }
        return null;
    }

    /** The next line, blank or not, or null if there is none. */
    @Nullable
    public CsvRecord any() {
        return records.hasNext() ? records.next() : null;
    }

    private static boolean isBlank(CsvRecord record) {
        return record.getFieldCount() == 1 && record.getField(0).isBlank();
    }

    /** The names of columns without names. */
    public static String columnName(int index) {
        return "column" + (index + 1);
    }

    /** The names that a line gives to its columns, all different. */
    public List<String> names(CsvRecord header) {
        Set<String> names = new LinkedHashSet<>();
        for (String cell : header.getFields()) {
            String name = cell.isBlank() ? columnName(names.size()) : cell.strip();
            if (!names.add(name)) {
                throw new DataException(
                        path + ", line " + number(header) + " gives the name '" + name + "' to a second column: "
                                + (names.size() + 1) + ".",
                        "Each column needs a name of its own.",
                        "Rename one of the two.");
            }
        }
        return List.copyOf(names);
    }

    /** Throws an error for a line of another number of cells. */
    public void requireWidth(CsvRecord row, List<String> columns) {
        int cells = row.getFieldCount();
        if (cells != columns.size()) {
            String where = cells < columns.size()
                    ? "ends before column '" + columns.get(cells) + "'"
                    : "goes on after column '" + columns.get(columns.size() - 1) + "'";
            throw new DataException(
                    path + ", line " + number(row) + " has " + cells + " cells and " + where + ".",
                    "Each line has as many cells as the first: " + columns.size() + ".",
                    "Look for a missing or an additional separator in that line"
                            + (separator == ',' ? ", or for decimal commas: then separate the cells by ';'." : ".")
                            + " Lines before the table, or comments in it, can be passed over.");
        }
    }
}
