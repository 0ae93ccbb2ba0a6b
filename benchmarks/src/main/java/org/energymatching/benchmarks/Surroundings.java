package org.energymatching.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.tensor.engine.Engine;

/** What timings depend on beside the program: machine, JDK, versions, and the variables that choose kernels and memory. */
final class Surroundings {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Surroundings() {}

    /** One line for each. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("machine: " + processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        lines.add("JDK: " + Runtime.version() + ", " + System.getProperty("java.vendor"));
        lines.add("energy-matching " + version() + ", libtorch " + Engine.version());
        new TreeMap<>(System.getenv()).forEach((name, value) -> {
            if (name.equals("OPENBLAS_CORETYPE") || name.startsWith("MALLOC_")) {
                lines.add(name + "=" + value);
            }
        });
        return lines;
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException notLinux) {
            return "unknown processor";
        }
    }

    /** As Maven packs it into the library's jar. */
    private static String version() {
        String place = "/META-INF/maven/org.energymatching/energy-matching/pom.properties";
        try (InputStream packed = ImagePotential.class.getResourceAsStream(place)) {
            Properties properties = new Properties();
            if (packed != null) {
                properties.load(packed);
            }
            return properties.getProperty("version", "of an unknown version");
        } catch (IOException unreadable) {
            return "of an unknown version";
        }
    }
}
