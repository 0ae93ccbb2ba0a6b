package org.energymatching.training;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.file.Folders;
import org.energymatching.data.file.OutputFile;
import org.energymatching.error.FailedException;
import org.energymatching.tensor.engine.Engine;
import tools.jackson.databind.json.JsonMapper;

/** {@code metrics.jsonl}: one JSON object a line, without those of steps that a resumed run repeats. */
final class MetricsLog implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final Writer writer;

    /** Opens the log of a run at a step; lines of later steps and an incomplete last line are dropped. */
    MetricsLog(Path file, long step) {
        this.file = file;
        List<String> kept = MetricsFile.read(file).lines().stream()
                .filter(line -> line.step() <= step)
                .map(MetricsFile.Line::text)
                .toList();
        OutputFile.write(file, channel -> {
            for (String line : kept) {
                OutputFile.writeAll(channel, ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            }
        });
        try {
            writer = new OutputStreamWriter(
                    Files.newOutputStream(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
                    StandardCharsets.UTF_8);
        } catch (IOException refused) {
            throw failure(refused);
        }
    }

    void append(StepReport report) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", report.step());
        line.put("phase", report.phase());
        line.put("loss", report.loss().total());
        line.putAll(report.loss().parts());
        line.putAll(report.loss().measured());
        line.put("gradientNorm", report.gradientNorm());
        line.put("learningRate", report.learningRate());
        line.put("seconds", Math.round(report.seconds() * 1000) / 1000.0);
        line.put("residentMiB", Engine.residentBytes() >> 20);
        line.put("nativeObjects", Engine.liveObjects());
        try {
            writer.write(JSON.writeValueAsString(line) + "\n");
            writer.flush();
        } catch (IOException refused) {
            throw failure(refused);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException flushed) {
            // Every line was flushed when it was written.
        }
    }

    private FailedException failure(IOException cause) {
        return new FailedException(
                "The metrics " + file + " could not be written: " + Folders.reason(cause) + ".",
                "The run directory is writable and its disk has room.",
                "Free some space or choose another place with --run; the checkpoints are untouched.",
                cause);
    }
}
