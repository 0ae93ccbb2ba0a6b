package org.energymatching.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.energymatching.tensor.engine.Engine;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScopeTest {

    @BeforeEach
    void collectWhatOtherTestsLeft() {
        Leaks.assertNone(0, 0, () -> {});
    }

    @Test
    void everythingMadeInsideEndsWithTheScope() {
        long before = Engine.liveObjects();
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(1, 2, 3);
            for (int i = 0; i < 100; i++) {
                x = x.times(1.01).plus(x);
            }
            assertThat(Engine.liveObjects()).isGreaterThan(before + 200);
        }
        assertThat(Engine.liveObjects()).isEqualTo(before);
    }

    @Test
    void whatIsKeptLivesInTheEnclosingScope() {
        long before = Engine.liveObjects();
        try (Scope outer = Scope.open()) {
            Tensor kept;
            try (Scope inner = Scope.open()) {
                kept = inner.keep(Tensor.of(1, 2).times(2));
            }
            assertThat(kept.floats()).containsExactly(2, 4);
        }
        assertThat(Engine.liveObjects()).isEqualTo(before);
    }

    @Test
    void whatIsKeptOutOfTheOutermostScopeLivesUntilItIsClosed() {
        long before = Engine.liveObjects();
        Tensor kept;
        try (Scope scope = Scope.open()) {
            kept = scope.keep(Tensor.of(1, 2).times(2));
        }
        try (Scope scope = Scope.open()) {
            assertThat(kept.floats()).containsExactly(2, 4);
        }
        kept.close();
        assertThat(Engine.liveObjects()).isEqualTo(before);
    }
}
