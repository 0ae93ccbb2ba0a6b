package org.energymatching.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.testing.Groups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessGroupTest {

    /** Each shard is computed once, and every process has the rows of all, also where there are more processes than shards. */
    @ParameterizedTest
    @CsvSource({"1, 10, 4", "2, 10, 4", "3, 10, 4", "3, 8, 4", "2, 4, 4", "4, 17, 2"})
    void shardsAreDividedAndEveryProcessHasAllRows(int processes, int rows, int shardRows) {
        AtomicInteger computed = new AtomicInteger();
        List<float[]> results = Groups.run(processes, group -> {
            try (Scope scope = Scope.open()) {
                return group.divide(() -> Workers.common().join(rows, shardRows, (from, to) -> {
                            computed.addAndGet(to - from);
                            return numbered(from, to);
                        }))
                        .floats();
            }
        });
        float[] expected = new float[2 * rows];
        for (int row = 0; row < rows; row++) {
            expected[2 * row] = row;
            expected[2 * row + 1] = -row;
        }
        assertThat(results)
                .hasSize(processes)
                .allSatisfy(result -> assertThat(result).containsExactly(expected));
        int shards = (rows + shardRows - 1) / shardRows;
        if (shards > 1 && shards % processes == 0) {
            assertThat(computed.get()).isEqualTo(rows);
        }
    }

    private static Tensor numbered(int from, int to) {
        float[] values = new float[2 * (to - from)];
        for (int row = from; row < to; row++) {
            values[2 * (row - from)] = row;
            values[2 * (row - from) + 1] = -row;
        }
        return Tensor.of(values, new Shape(to - from, 2));
    }

    @Test
    void workWithinATaskIsNotDividedAgain() {
        List<Double> results = Groups.run(2, group -> {
            try (Scope scope = Scope.open()) {
                return group.divide(() -> Workers.common()
                                .join(
                                        4,
                                        1,
                                        (from, to) -> Workers.common()
                                                .join(4, 1, (a, b) -> numbered(a, b))
                                                .sum()
                                                .plus(from)
                                                .reshape(1)))
                        .sum()
                        .item();
            }
        });
        assertThat(results).containsExactly(6.0, 6.0);
    }

    @Test
    void sumsBroadcastsTextsAndNumbers() {
        List<String> results = Groups.run(3, group -> {
            try (Scope scope = Scope.open()) {
                Tensor own = Tensor.of(group.rank() + 1f, 10f);
                Tensor sum = group.sum(own);
                Tensor last = group.broadcast(own, 2);
                double[][] numbers = group.gather(group.rank() * 0.1, Double.NaN);
                return Arrays.toString(sum.floats())
                        + Arrays.toString(last.floats())
                        + Arrays.toString(own.floats())
                        + Arrays.deepToString(numbers)
                        + group.gather("é" + "x".repeat(group.rank()));
            }
        });
        assertThat(results)
                .isEqualTo(List.of(1, 2, 3).stream()
                        .map(own -> "[6.0, 30.0][3.0, 10.0][" + own
                                + ".0, 10.0][[0.0, NaN], [0.1, NaN], [0.2, NaN]][é, éx, éxx]")
                        .toList());
    }

    @Test
    void aRequestToStopReachesAllWithTheNextNumbers() {
        List<String> results = Groups.run(2, group -> {
            if (group.rank() == 1) {
                group.requestStop();
            }
            boolean before = group.isStopping();
            group.gather(1);
            return before + " " + group.isStopping();
        });
        assertThat(results).containsExactly("false true", "false true");
    }

    @Test
    void aProcessThatEndsEndsTheOthersWithASentence() {
        assertThatThrownBy(() -> Groups.run(2, group -> {
                    if (group.rank() == 1) {
                        group.close();
                        throw new IllegalStateException("killed");
                    }
                    return group.gather(1);
                }))
                .hasCauseInstanceOf(FailedException.class)
                .hasMessageContaining("Process 0 of 2 lost the connection to another one");
    }

    @Test
    void aMasterThatIsNotThereIsAnErrorAfterThePatience() {
        long started = System.nanoTime();
        assertThatThrownBy(() -> ProcessGroup.connect(
                        new ProcessGroup.Place("127.0.0.1", Groups.freePort(), 1, 2), Duration.ofSeconds(2)))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Process 1 of 2 did not find the others at 127.0.0.1:");
        assertThat((System.nanoTime() - started) * 1e-9).isBetween(1.0, 40.0);
    }

    @Test
    void aProcessThatDoesNotComeIsAnErrorAfterThePatience() {
        assertThatThrownBy(() -> ProcessGroup.connect(
                        new ProcessGroup.Place("127.0.0.1", Groups.freePort(), 0, 2), Duration.ofSeconds(2)))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Process 0 of 2 did not find the others");
    }

    @Test
    void aPlaceOutsideOfTheGroupIsRefused() {
        assertThatThrownBy(() -> new ProcessGroup.Place("host", 29_500, 4, 4))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("number 4 in a group of 4");
    }
}
