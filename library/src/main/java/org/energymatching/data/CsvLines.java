package org.energymatching.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/** The lines of a CSV file one after another, and what must hold of any of them: quotes, encoding, blank lines, widths. */
final class CsvLines {

    /** How far to look for the end of the first line, in characters. */
    private static final int FIRST_LINE = 1 << 16;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path path;
    private final Iterator<CsvRecord> records;

    private CsvLines(Path path, Iterator<CsvRecord> records) {
        this.path = path;
        this.records = records;
    }

    /** Opens the file and hands its lines over; whatever is wrong with its quotes or its encoding is a data error. */
    static <T> T read(Path path, Function<CsvLines, T> reading) {
        return InputFile.read(path, channel -> {
            try {
                return read(
                        path,
                        new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), -1)),
                        reading);
            } catch (CharacterCodingException e) {
                throw new DataException(
                        path + " is not UTF-8 text: the first byte that does not belong is in line "
                                + Utf8.firstFaultyLine(channel) + ".",
                        "A CSV file in UTF-8 was expected.",
                        "Save it again as CSV UTF-8.",
                        e);
            }
        });
    }

    private static <T> T read(Path path, BufferedReader text, Function<CsvLines, T> reading) throws IOException {
        CsvReader.CsvReaderBuilder format = CsvReader.builder()
                .fieldSeparator(delimiter(text))
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false);
        try {
            return reading.apply(new CsvLines(path, format.ofCsvRecord(text).iterator()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            String reason = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            throw new DataException(
                    path + " is no proper CSV: " + e.getMessage() + reason + ".",
                    "Quotes enclose whole cells, and a quote inside one is doubled.",
                    "Mend the quotes in that line; if it has none, see whether the file is CSV at all.",
                    e);
        }
    }

    /** The candidate that is most frequent in the first line outside quotes; skips a byte order mark on the way. */
    private static char delimiter(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        char[] start = new char[FIRST_LINE];
        text.mark(FIRST_LINE);
        int length = text.read(start);
        text.reset();
        Map<Character, Integer> counts = new HashMap<>();
        boolean quoted = false;
        for (int i = 0; i < length && (quoted || (start[i] != '\n' && start[i] != '\r')); i++) {
            quoted ^= start[i] == '"';
            if (!quoted) {
                counts.merge(start[i], 1, Integer::sum);
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

    /** The next line, or null where nothing but blank lines follow. */
    @Nullable
    CsvRecord next() {
        CsvRecord record = records.hasNext() ? records.next() : null;
        if (record == null || !isBlank(record)) {
            return record;
        }
        while (records.hasNext()) {
            if (!isBlank(records.next())) {
                throw new DataException(
                        path + ", line " + record.getStartingLineNumber() + " is blank, and others follow.",
                        "Each line holds a row; only the end of the file may be blank.",
                        "Delete the line, or fill it in if a row is missing there.");
            }
        }
        return null;
    }

    private static boolean isBlank(CsvRecord record) {
        return record.getFieldCount() == 1 && record.getField(0).isBlank();
    }

    /** The names that a line gives to its columns, each of them once. */
    List<String> names(CsvRecord header) {
        Set<String> names = new LinkedHashSet<>();
        for (String cell : header.getFields()) {
            String name = cell.isBlank() ? Table.columnName(names.size()) : cell.strip();
            if (!names.add(name)) {
                throw new DataException(
                        path + ", line " + header.getStartingLineNumber() + " gives the name '" + name
                                + "' to a second column: " + (names.size() + 1) + ".",
                        "Each column needs a name of its own.",
                        "Rename one of the two.");
            }
        }
        return List.copyOf(names);
    }

    /** Refuses a line of another number of cells. */
    void requireWidth(CsvRecord row, List<String> columns) {
        int cells = row.getFieldCount();
        if (cells != columns.size()) {
            String where = cells < columns.size()
                    ? "ends before column '" + columns.get(cells) + "'"
                    : "goes on after column '" + columns.get(columns.size() - 1) + "'";
            throw new DataException(
                    path + ", line " + row.getStartingLineNumber() + " has " + cells + " cells and " + where + ".",
                    "Each line has as many cells as the first: " + columns.size() + ".",
                    "Look for a missing or an additional separator in that line.");
        }
    }
}
