package org.energymatching.data.sequence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.OutputFile;
import org.energymatching.data.file.PackedFile;
import org.energymatching.data.file.Utf8;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/**
 * The FASTA format: a line {@code >name and more} before each sequence, which may have several lines.
 *
 * <p>A score is in the header as {@code score=…}, or in a table beside the file under the name, which is the header's
 * first word. Lines are broken at 60 letters when written. Source: W. Pearson, 1988.
 */
public final class Fasta {

    private static final Pattern SCORE = Pattern.compile("(?:^|\\s)score=(\\S*)");
    private static final List<String> ENDINGS = List.of(".fasta", ".fas", ".fa", ".faa", ".fna", ".ffn");
    private static final int WIDTH = 60;

    private Fasta() {}

    /**
     * Writes sequences, atomically.
     *
     * @param sequences by header, in order; a header has no line breaks
     */
    public static void write(Path path, Map<String, String> sequences) {
        StringBuilder text = new StringBuilder();
        sequences.forEach((header, letters) -> {
            if (header.isBlank() || header.lines().count() != 1) {
                throw new UsageException(
                        "A sequence was to be written under the header '" + header + "'.",
                        "A header is one line that is not blank.",
                        "Name every sequence.");
            }
            text.append('>').append(header).append('\n');
            for (int from = 0; from < letters.length(); from += WIDTH) {
                text.append(letters, from, Math.min(letters.length(), from + WIDTH))
                        .append('\n');
            }
        });
        OutputFile.write(path, ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static boolean isNamed(String lowerCaseName) {
        return ENDINGS.stream().anyMatch(lowerCaseName::endsWith);
    }

    static List<SequenceTable.Entry> read(Path path, SequenceFormat format) {
        Map<String, Double> beside = format.wantsScores() && format.scores() != null
                ? SequenceTable.scores(format.scores(), format.scoreColumn())
                : Map.of();
        List<SequenceTable.Entry> entries = new ArrayList<>();
        for (Part part : parts(path)) {
            double score = format.wantsScores() ? score(path, part, format, beside) : Double.NaN;
            entries.add(new SequenceTable.Entry(part.line, part.letters.toString(), score));
        }
        return entries;
    }

    private static double score(Path path, Part part, SequenceFormat format, Map<String, Double> beside) {
        String name = part.header.split("\\s", 2)[0];
        Matcher written = SCORE.matcher(part.header);
        if (format.scores() != null) {
            Double score = beside.get(name);
            if (score == null) {
                throw new DataException(
                        format.scores() + " has no score for '" + name + "', which is in line " + part.line + " of "
                                + path + ".",
                        "Every sequence has a score under its name, the first word after '>'.",
                        "Add a line for it, or take the sequence out.");
            }
            return score;
        }
        String cell = written.find() ? written.group(1) : "";
        if (!CsvCell.isNumber(cell, false)) {
            throw new DataException(
                    path + ", line " + part.line + ", the header '" + part.header + "' "
                            + (cell.isEmpty() ? "has no score." : "has a score that " + CsvCell.fault(cell) + "."),
                    "A header ends in score= and a number, as in '>a1 score=0.5', where no table of scores is given.",
                    "Write the scores there, or give a table with the columns name and " + format.scoreColumn() + ".");
        }
        return Double.parseDouble(cell);
    }

    private static List<Part> parts(Path path) {
        return PackedFile.read(path, in -> {
            try {
                return parts(path, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())));
            } catch (CharacterCodingException e) {
                throw new DataException(
                        path + " is not UTF-8 text: the first byte that does not belong is in line "
                                + PackedFile.read(path, Utf8::firstFaultyLine) + ".",
                        "A FASTA file is plain text.",
                        "Save it again as text.",
                        e);
            }
        });
    }

    private static List<Part> parts(Path path, BufferedReader text) throws IOException {
        List<Part> parts = new ArrayList<>();
        long number = 0;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            number++;
            String content = line.strip();
            if (content.startsWith(">")) {
                parts.add(new Part(number, content.substring(1).strip(), new StringBuilder()));
            } else if (!content.isEmpty() && parts.isEmpty()) {
                throw new DataException(
                        path + ", line " + number + " comes before the first header.",
                        "FASTA begins with a line such as '>name'.",
                        "Add the header, or read the file as a table by naming it .csv.");
            } else if (!content.isEmpty()) {
                parts.get(parts.size() - 1).letters.append(content);
            }
        }
        return parts;
    }

    private record Part(long line, String header, StringBuilder letters) {}
}
