package org.energymatching.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.energymatching.data.file.Folders;
import org.energymatching.error.FailedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The complete lines of a {@code metrics.jsonl}: JSON objects in UTF-8 with a step. Others are counted and left out: a process
 * that was killed may leave an incomplete line, which must not stop the run.
 *
 * @param lines in the order of the file
 * @param damaged the number of other lines
 */
public record MetricsFile(List<Line> lines, int damaged) {

    /**
     * One line.
     *
     * @param step after which the line was written
     * @param text of the line
     * @param values of the line
     */
    public record Line(long step, String text, JsonNode values) {}

    /** Reads a file, which need not exist. */
    public static MetricsFile read(Path file) {
        if (!Files.exists(file)) {
            return new MetricsFile(List.of(), 0);
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new FailedException(
                    file + " cannot be read: " + Folders.reason(unreadable) + ".",
                    "A run's metrics are a readable file.",
                    "Check its permissions, or delete it; the checkpoints are untouched.",
                    unreadable);
        }
        List<Line> lines = new ArrayList<>();
        int damaged = 0;
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                damaged += add(lines, ByteBuffer.wrap(bytes, start, end - start)) ? 0 : 1;
                start = end + 1;
            }
        }
        // A last line without its end is still being written, or its writer was killed.
        return new MetricsFile(List.copyOf(lines), damaged);
    }

    private static boolean add(List<Line> lines, ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            JsonNode values = JsonMapper.shared().readTree(text);
            JsonNode step = values.path("step");
            if (values.isObject() && step.isIntegralNumber() && step.canConvertToLong() && step.longValue() >= 0) {
                lines.add(new Line(step.longValue(), text, values));
                return true;
            }
            return false;
        } catch (CharacterCodingException | JacksonException torn) {
            return false;
        }
    }
}
