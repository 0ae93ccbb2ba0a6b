package org.energymatching.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {

    @Test
    void resultsStandInTheOrderOfTheTasks() {
        assertThat(Workers.common().map(1000, i -> i * i))
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> i * i).toList());
        assertThat(Workers.common().map(0, i -> i)).isEmpty();
    }

    @Test
    void tasksMayAskForWorkersThemselves() {
        List<Integer> sums = Workers.common()
                .map(
                        20,
                        i -> Workers.common().map(i, j -> j).stream()
                                .mapToInt(Integer::intValue)
                                .sum());
        assertThat(sums)
                .isEqualTo(IntStream.range(0, 20).mapToObj(i -> i * (i - 1) / 2).toList());
    }

    @Test
    void whatRunsAloneStaysOnItsThread() {
        Thread here = Thread.currentThread();
        Workers.common()
                .runSequentially(() -> assertThat(Workers.common().map(50, i -> Thread.currentThread()))
                        .containsOnly(here));
    }

    @Test
    void theFirstFailureByNumberIsThrownAfterAllTasksHaveEnded() {
        AtomicInteger ended = new AtomicInteger();
        assertThatThrownBy(() -> Workers.common().map(50, i -> {
                    ended.incrementAndGet();
                    if (i % 20 == 7) {
                        throw new IllegalStateException("task " + i);
                    }
                    return i;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("task 7");
        assertThat(ended).hasValue(50);
        assertThat(Workers.common().map(3, i -> i)).containsExactly(0, 1, 2);
    }
}
