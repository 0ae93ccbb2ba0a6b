package org.energymatching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void inALogThereIsALineEveryTenSeconds() {
        try (Progress progress = new Progress(err, Terminal.NONE, "warm-up", 100, nanos::get)) {
            for (int i = 0; i <= 100; i++) {
                progress.at(i, "loss 0.5");
                nanos.addAndGet(500_000_000);
            }
        }
        assertThat(written().lines())
                .containsExactly(
                        "warm-up    0 %  0/100  loss 0.5",
                        "warm-up   20 %  20/100  40 s left  loss 0.5",
                        "warm-up   40 %  40/100  30 s left  loss 0.5",
                        "warm-up   60 %  60/100  20 s left  loss 0.5",
                        "warm-up   80 %  80/100  10 s left  loss 0.5",
                        "warm-up  100 %  100/100  loss 0.5");
        assertThat(written()).doesNotContain("\r", "\u001B");
    }

    /** As the fitting of a mixture, which may end long before the most rounds that it may take. */
    @Test
    void workThatEndsEarlyIsWholeAllTheSame() {
        try (Progress progress = new Progress(err, Terminal.NONE, "fitting", 500, nanos::get)) {
            progress.at(0, "");
            nanos.addAndGet(20_000_000_000L);
            progress.at(10, "");
            progress.complete(11, "");
        }
        assertThat(written().lines()).last().isEqualTo("fitting  100 %  11/11");
    }

    @Test
    void onATerminalOneLineIsRewritten() {
        try (Progress progress = new Progress(err, new Terminal(true, true, 60), "warm-up", 10, nanos::get)) {
            for (int i = 0; i <= 10; i++) {
                progress.at(i, "a text that is much too long for the line to hold it whole");
                nanos.addAndGet(50_000_000);
            }
        }
        String[] states = written().stripTrailing().split("\r");
        assertThat(written())
                .endsWith(System.lineSeparator())
                .contains("[========>           ]", "[====================]");
        assertThat(states)
                .hasSize(7)
                .allMatch(state -> state.isEmpty() || state.strip().length() <= 59);
    }

    @Test
    void aResumedRunsTimeLeftCountsFromWhereItTookUp() {
        try (Progress progress = new Progress(err, Terminal.NONE, "joint", 1000, nanos::get)) {
            progress.at(900, "");
            nanos.addAndGet(20_000_000_000L);
            progress.at(910, "");
        }
        assertThat(written()).contains("910/1000  3 min 00 s left");
    }

    @Test
    void quietShowsNothing() {
        try (Progress progress = new Progress(null, Terminal.NONE, "x", 0, nanos::get)) {
            progress.at(0, "");
        }
        assertThat(written()).isEmpty();
    }

    @Test
    void otherLinesDoNotMixWithIt() {
        try (Interruption interruption = Interruption.begin()) {
            Console console = new Console(
                    err, new Terminal(true, false, 40), false, interruption, new Compute(null, null), Group.alone());
            try (Progress progress = console.progress("x", 4)) {
                progress.at(1, "");
                console.info("saved");
            }
        }
        assertThat(written()).contains("\r" + " ".repeat(39) + "\rsaved" + System.lineSeparator());
    }

    @Test
    void durationsAreReadable() {
        assertThat(Progress.duration(59)).isEqualTo("59 s");
        assertThat(Progress.duration(200)).isEqualTo("3 min 20 s");
        assertThat(Progress.duration(3720)).isEqualTo("1 h 02 min");
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
