package org.energymatching.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.energymatching.cli.testing.Workbench;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole demonstration, as a newcomer runs it. */
@Tag("slow")
class DemoTest {

    @TempDir
    Path folder;

    @Test
    void theDemoLearnsTheMoonsAndIsNotRepeated() {
        Workbench bench = new Workbench(folder);
        Path run = bench.path("demo");
        JsonNode json = bench.em("demo", "--run", run, "--json").done().json();
        JsonNode measured = bench.em("evaluate", run, "-n", 5000, "--times", "1,1.25,1.5,1.75,2", "--json")
                .done()
                .json();
        double best = measured.path("evaluation")
                .path("times")
                .valueStream()
                .mapToDouble(at -> at.path("measures").path("energyDistance").asDouble())
                .min()
                .orElseThrow();
        assertThat(best).isLessThan(0.02);
        assertThat(run.resolve("report.html")).isNotEmptyFile();
        long started = System.nanoTime();
        assertThat(bench.em("demo", "--run", run, "--json").done().json().path("weightsSha256"))
                .isEqualTo(json.path("weightsSha256"));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }
}
