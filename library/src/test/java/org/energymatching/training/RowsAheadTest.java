package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

class RowsAheadTest {

    /** Eight Gaussians that record which thread drew which step, and fail in one of them. */
    private record Recorded(Map<Long, String> threads, long failing) implements Distribution {

        @Override
        public Shape shape() {
            return Shape.of(2);
        }

        @Override
        public void draw(RandomGenerator rng, float[] out, int offset) {
            EightGaussians.create().draw(rng, out, offset);
        }

        @Override
        public Samples batch(long step, int n, Rng rng) {
            threads.put(step, Thread.currentThread().getName());
            if (step == failing) {
                throw new IllegalStateException("step " + step);
            }
            return Distribution.super.batch(step, n, rng);
        }
    }

    @Test
    void rowsDrawnAheadAreTheSameRows() {
        Map<Long, String> threads = new ConcurrentHashMap<>();
        TrainingPlan plan = TinyRun.plan(1, 1).to(new Recorded(threads, -1)).build();
        try (RowsAhead direct = new RowsAhead(plan, false);
                RowsAhead ahead = new RowsAhead(plan, true)) {
            for (long step = 0; step < 5; step++) {
                for (String pass : new String[] {"flow", "contrast"}) {
                    RowsAhead.Rows expected = direct.of(pass, step);
                    RowsAhead.Rows found = ahead.of(pass, step);
                    assertThat(found.data().values()).isEqualTo(expected.data().values());
                    assertThat(found.source().values())
                            .isEqualTo(expected.source().values());
                }
                ahead.begin(step + 1);
                ahead.begin(step + 1);
            }
            ahead.of("flow", 5);
            assertThat(ahead.of("flow", 9).data().values())
                    .isEqualTo(direct.of("flow", 9).data().values());
        }
        assertThat(threads).containsEntry(5L, "energy-matching-rows").doesNotContainEntry(9L, "energy-matching-rows");
    }

    @Test
    void whatFailsInItsThreadFailsInTheStep() {
        TrainingPlan plan = TinyRun.plan(1, 1)
                .to(new Recorded(new ConcurrentHashMap<>(), 1))
                .build();
        try (RowsAhead ahead = new RowsAhead(plan, true)) {
            ahead.of("flow", 0);
            ahead.begin(1);
            assertThatThrownBy(() -> ahead.of("flow", 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("step 1");
        }
    }
}
