package org.energymatching.tensor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final Selection SELECTION = Selection.of(4, 3, 0);

    @Test
    void takesValuesInOrderAndPutsThemBack() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, Shape.of(2, 2, 2));
            Tensor taken = SELECTION.take(x);
            assertThat(taken.shape()).isEqualTo(Shape.of(2, 2));
            assertThat(taken.floats()).containsExactly(4, 1, 8, 5);
            assertThat(SELECTION.put(taken).floats()).containsExactly(1, 0, 0, 4, 5, 0, 0, 8);
            assertThat(SELECTION.places()).containsExactly(3, 0);
            assertThat(SELECTION.size()).isEqualTo(2);
        }
    }

    @Test
    void slopesFollowBothWays() {
        try (Scope scope = Scope.open()) {
            Tensor x = Autodiff.leaf(Tensor.of(new float[] {1, 2, 3, 4}, Shape.of(1, 4)));
            assertThat(Autodiff.gradient(SELECTION.take(x).square().sum(), x).floats())
                    .containsExactly(2, 0, 0, 8);
            Tensor y = Autodiff.leaf(Tensor.of(new float[] {5, 6}, Shape.of(1, 2)));
            assertThat(Autodiff.gradient(SELECTION.put(y).square().sum(), y).floats())
                    .containsExactly(10, 12);
        }
    }

    @Test
    void placesAreThereAndTakenOnce() {
        assertThatThrownBy(() -> Selection.of(3, 0, 3))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Value 3")
                .hasMessageContaining("0 to 2");
        assertThatThrownBy(() -> Selection.of(3, -1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Selection.of(3, 1, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("a second time");
    }

    /** A constant that was first asked for inside a scope is there after it, and is made once. */
    @Test
    void constantsOutliveScopes() {
        Constant constant = Constant.of(new float[] {1, 2}, Shape.of(2));
        Tensor first;
        try (Scope scope = Scope.open()) {
            first = constant.on(Device.cpu());
        }
        assertThat(constant.on(Device.cpu())).isSameAs(first);
        assertThat(first.floats()).containsExactly(1, 2);
        Leaks.assertNone(() -> {
            try (Scope scope = Scope.open()) {
                constant.on(Device.cpu()).plus(1);
            }
        });
    }
}
