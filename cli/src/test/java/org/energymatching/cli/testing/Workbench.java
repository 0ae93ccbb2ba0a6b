package org.energymatching.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.Em;
import org.energymatching.data.file.Npy;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.data.table.Table;
import org.energymatching.tensor.Shape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder with small recipes and tables in it, and the program to try on them. */
public record Workbench(Path folder) {

    private static final String SMALL = """
            name: small
            network: {mlp: {widths: [16, 16], firstActivation: silu}}
            optimizer: {learningRate: 3e-3}
            batchSize: 32
            shardRows: 16
            sampling: {time: 1, step: 0.1}
            phases:
              - {name: warm-up, steps: 60, emaDecay: 0.9}
              - {name: joint, steps: 4, loss: [flow-matching, {contrastive-divergence: {negatives: {steps: 4}}}]}
            """;

    /** What a run of the program left behind. */
    public record Ended(int code, String out, String err) {

        /** The one JSON object on standard output. */
        public JsonNode json() {
            assertThat(out.strip().lines()).as("one line of JSON").hasSize(1);
            JsonNode json = new JsonMapper().readTree(out);
            assertThat(json.isObject()).isTrue();
            return json;
        }

        /** The same, having checked that all went well. */
        public Ended done() {
            assertThat(code).as(out + err).isZero();
            return this;
        }
    }

    public Ended em(Object... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Em.run(
                Arrays.stream(words).map(Object::toString).toArray(String[]::new),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Checks that a command is refused in three sentences that contain these words, as text and as JSON. */
    public void refused(int code, List<String> contained, Object... words) {
        Ended ended = em(words);
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(code);
        assertThat(ended.out()).isEmpty();
        List<String> lines = ended.err().lines().toList();
        List<String> sentences = lines.subList(Math.max(0, lines.size() - 3), lines.size());
        assertThat(sentences).hasSize(3).allMatch(line -> line.matches(".*\\S.*[.?]"), "ends as a sentence");
        assertThat(sentences.get(0)).startsWith("error: ");
        assertThat(String.join("\n", sentences)).contains(contained);

        Object[] asJson = Arrays.copyOf(words, words.length + 1);
        asJson[words.length] = "--json";
        JsonNode json = em(asJson).json();
        assertThat(json.path("exitCode").asInt()).isEqualTo(code);
        assertThat("error: " + json.path("error").path("happened").asString()).isEqualTo(sentences.get(0));
    }

    /** A recipe that learns two moons in no time, and badly. */
    public Path toy() {
        return write("toy.yaml", SMALL + "data: {kind: two-moons}\nsource: eight-gaussians\n");
    }

    /** The same for tables. */
    public Path table() {
        return write("table.yaml", SMALL + "data: {kind: table, holdout: 0.2}\nsource: standard-normal\n");
    }

    public Path path(String name) {
        return folder.resolve(name);
    }

    public Path write(String name, String text) {
        try {
            return Files.writeString(path(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Days with three measurements, of different scales and two of them correlated, between columns of text. */
    public Path days(String name, int rows) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("day,a,b,c,place\n");
        for (int i = 0; i < rows; i++) {
            double x = random.nextGaussian();
            text.append("d%d,%s,%s,%s,here%n"
                    .formatted(
                            i,
                            100 + 10 * x,
                            -3 + 0.1 * (x + random.nextGaussian()),
                            0.002 + 0.001 * random.nextDouble()));
        }
        return write(name, text.toString());
    }

    public Path npy(String name, int rows, int width) {
        Random random = new Random(width);
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (5 + 2 * random.nextGaussian());
        }
        Npy.write(path(name), new Samples(values, Shape.of(rows, width)));
        return path(name);
    }

    public static Samples rows(Path file) {
        return Table.read(file, ColumnSelection.numeric()).rows().toSamples(file.toString(), List.of());
    }

    /** The contents of every file below a folder, the lock aside. */
    public static Map<String, String> contents(Path below) {
        try (Stream<Path> files = Files.walk(below)) {
            Map<String, String> contents = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("run.lock")) {
                    contents.put(
                            below.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
