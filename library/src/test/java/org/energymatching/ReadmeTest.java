package org.energymatching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java is compiled as it stands there, and run with fewer steps. */
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final List<String> PACKAGES = List.of(
            "",
            ".coupling",
            ".data.toy",
            ".interpolant",
            ".nn.potential",
            ".objective",
            ".plot",
            ".sampling",
            ".schedule",
            ".tensor",
            ".training");

    @TempDir
    Path folder;

    @Test
    void theExampleTrainsSamplesAndDraws() throws Exception {
        String example = example();
        assertThat(example.lines()
                        .filter(line -> line.stripTrailing().endsWith(";"))
                        .count())
                .as("statements")
                .isLessThanOrEqualTo(15);
        assertThat(example).contains("20_000", "2_000", "\"runs/moons\"", "\"moons.png\"");

        run(example.replace("20_000", "20")
                .replace("2_000", "2")
                .replace("\"runs/moons\"", quoted(folder.resolve("run")))
                .replace("\"moons.png\"", quoted(folder.resolve("moons.png"))));

        assertThat(folder.resolve("moons.png")).isNotEmptyFile();
        assertThat(folder.resolve("run/metrics.jsonl")).isNotEmptyFile();
    }

    private static String example() throws Exception {
        Path readme = Path.of("..", "README.md");
        List<MatchResult> blocks =
                JAVA.matcher(Files.readString(readme)).results().toList();
        assertThat(blocks).as("Java blocks in the README").hasSize(1);
        return blocks.get(0).group(1);
    }

    private static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\") + "\"";
    }

    private void run(String statements) throws Exception {
        StringBuilder source = new StringBuilder("import java.nio.file.Path;\n");
        PACKAGES.forEach(
                name -> source.append("import org.energymatching").append(name).append(".*;\n"));
        source.append("public class Example { public static void main(String[] args) {\n")
                .append(statements)
                .append("}}\n");
        Path file = Files.writeString(folder.resolve("Example.java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-classpath", System.getProperty("java.class.path"), "-d", folder.toString()),
                            null,
                            files.getJavaFileObjects(file))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
    }
}
