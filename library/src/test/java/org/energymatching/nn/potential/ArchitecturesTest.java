package org.energymatching.nn.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.DataException;
import org.energymatching.nn.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitecturesTest {

    @ParameterizedTest
    @EnumSource
    void aDescriptionIsReadBackAsWhatItDescribes(Activation activation) {
        Mlp mlp = new Mlp(7, List.of(3, 1, 12), Activation.RELU, activation);
        assertThat(Architectures.from(mlp.description())).isEqualTo(mlp);
    }

    @Test
    void anUnknownTypeIsNamed() {
        assertThatThrownBy(() -> Architectures.from(Map.of("type", "transformer")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'transformer'");
        assertThatThrownBy(() -> Architectures.from(Map.of())).isInstanceOf(DataException.class);
    }

    @Test
    void aMalformedDescriptionIsADataError() {
        Map<String, Object> sound = Mlp.of(2, 4).description();
        for (String key : List.of("inputs", "widths", "first", "activation")) {
            Map<String, Object> without = new LinkedHashMap<>(sound);
            without.remove(key);
            assertThatThrownBy(() -> Architectures.from(without))
                    .as("no %s", key)
                    .isInstanceOf(DataException.class);
            Map<String, Object> odd = new LinkedHashMap<>(sound);
            odd.put(key, Map.of());
            assertThatThrownBy(() -> Architectures.from(odd)).as("odd %s", key).isInstanceOf(DataException.class);
        }
    }

    @Test
    void impossibleSizesAreADataErrorToo() {
        Map<String, Object> described = new LinkedHashMap<>(Mlp.of(2, 4).description());
        described.put("widths", List.of(-4));
        assertThatThrownBy(() -> Architectures.from(described)).isInstanceOf(DataException.class);
        described.put("widths", List.of("wide"));
        assertThatThrownBy(() -> Architectures.from(described)).isInstanceOf(DataException.class);
    }
}
