package org.energymatching.data.sequence;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.OutputFile;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/**
 * Sequences of letters, all of one length, with a score each if the file has scores.
 *
 * @param letters the sequences, in the order of the file
 * @param scores one for each, all finite; empty if none were read
 * @param notes how they were read, a sentence each
 */
public record Sequences(List<String> letters, double[] scores, List<String> notes) {

    public Sequences {
        letters = List.copyOf(letters);
        notes = List.copyOf(notes);
        int length = letters.isEmpty() ? 0 : letters.get(0).length();
        if (letters.isEmpty()
                || letters.stream().anyMatch(sequence -> sequence.length() != length)
                || scores.length != 0 && scores.length != letters.size()) {
            throw new UsageException(
                    letters.size() + " sequences came with " + scores.length + " scores.",
                    "There is at least one sequence, all are equally long, and each has a score or none has.",
                    "Check how the lists were made.");
        }
    }

    /**
     * Reads sequences from a table with a line of names ({@code .csv}, {@code .tsv}, {@code .txt}) or from FASTA
     * ({@code .fasta}, {@code .fas}, {@code .fa}, {@code .faa}, {@code .fna}, {@code .ffn}).
     *
     * @throws UsageException if the name of the file has another ending, or a column is missing
     * @throws DataException with the line: an unknown letter, another length, a missing score, a sequence that has two
     *     scores; or if there are no sequences, or all scores are equal
     */
    public static Sequences read(Path path, SequenceFormat format) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) {
            return new SequenceCheck(path, format).of(SequenceTable.read(path, format));
        }
        if (Fasta.isNamed(name)) {
            return new SequenceCheck(path, format).of(Fasta.read(path, format));
        }
        throw new UsageException(
                path + " is of no known kind of file of sequences.",
                "Sequences are read from .csv, .tsv and .txt with columns, and from .fasta, .fas, .fa, .faa, .fna and .ffn.",
                "Rename the file to what it is.");
    }

    /**
     * Writes a table that begins with the column {@code sequence}, atomically.
     *
     * @param columns further columns by name, one number for each sequence
     */
    public static void write(Path path, List<String> letters, Map<String, double[]> columns) {
        OutputFile.write(path, UTF_8.encode(text(letters, columns)));
    }

    /** The same as text: CSV with as many digits as make every number read back unchanged. */
    public static String text(List<String> letters, Map<String, double[]> columns) {
        StringWriter text = new StringWriter();
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
        List<String> cells = new ArrayList<>(List.of("sequence"));
        cells.addAll(columns.keySet());
        csv.writeRecord(cells);
        for (int i = 0; i < letters.size(); i++) {
            cells.clear();
            cells.add(letters.get(i));
            for (double[] column : columns.values()) {
                cells.add(Numbers.exact(column[i]));
            }
            csv.writeRecord(cells);
        }
        flush(csv);
        return text.toString();
    }

    private static void flush(CsvWriter csv) {
        try {
            csv.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it is written to memory
        }
    }

    /** The columns of numbers that were written beside sequences, exactly. */
    public static Map<String, double[]> columns(Path path, List<String> names) {
        return SequenceTable.numbers(path, names);
    }

    /** The number of sequences. */
    public int size() {
        return letters.size();
    }

    /** The number of letters of each. */
    public int length() {
        return letters.get(0).length();
    }

    /** The sequences with these numbers, in this order. */
    public Sequences pick(int... rows) {
        double[] picked = scores.length == 0
                ? scores
                : Arrays.stream(rows).mapToDouble(i -> scores[i]).toArray();
        return new Sequences(Arrays.stream(rows).mapToObj(letters::get).toList(), picked, notes);
    }

    /** As in {@code Sequences(2145 of 28 letters)}. */
    @Override
    public String toString() {
        return "Sequences(" + size() + " of " + length() + " letters)";
    }
}
