package org.energymatching.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void nestedKeysAreDottedAndNameBothValues() {
        Map<String, Object> here = Map.of("data", Map.of("rows", 40, "digest", "ab"), "seed", 5);
        Map<String, Object> there = Map.of("data", Map.of("rows", 41, "digest", "ab"), "seed", 5L, "bound", Map.of());
        assertThat(Difference.between(here, here)).isEmpty();
        assertThat(Difference.between(here, there))
                .containsExactlyInAnyOrder(
                        new Difference("data.rows", "40", "41"), new Difference("bound", Difference.NONE, "(chosen)"));
        assertThat(new Difference("data.rows", "40", "41")).hasToString("data.rows was 40 and is now 41");
    }

    @Test
    void groupsOfAListGoByTheirNames() {
        Map<String, Object> one = Map.of(
                "phases",
                List.of(
                        Map.of("name", "a", "steps", 1, "loss", List.of(Map.of("flow", Map.of("weight", 1.0)))),
                        Map.of("name", "b", "steps", 2)));
        Map<String, Object> two = Map.of(
                "phases",
                List.of(
                        Map.of("name", "b", "steps", 3),
                        Map.of("name", "a", "steps", 1, "loss", List.of(Map.of("flow", Map.of("weight", 2.0))))));
        assertThat(Difference.between(one, two))
                .containsExactlyInAnyOrder(
                        new Difference("phases", "[a, b]", "[b, a]"),
                        new Difference("phases.b.steps", "2", "3"),
                        new Difference("phases.a.loss.flow.weight", "1.0", "2.0"));
    }

    @Test
    void groupsWithoutNamesGoByTheirPlaces() {
        Map<String, Object> one = Map.of("terms", List.of(Map.of("type", "A", "x", 1), Map.of("type", "B", "x", 2)));
        Map<String, Object> two = Map.of("terms", List.of(Map.of("type", "A", "x", 3), Map.of("type", "B", "x", 2)));
        assertThat(Difference.between(one, two)).containsExactly(new Difference("terms.0.x", "1", "3"));
    }

    @Test
    void lastBitsAndPackagesOfTypesDoNotCount() {
        assertThat(Difference.between(
                        Map.of("mean", List.of(0.1 + 0.2, 1.0), "type", "org.energymatching.nn.mlp.Mlp"),
                        Map.of("mean", List.of(0.3, 1.0), "type", "Mlp")))
                .isEmpty();
        assertThat(Difference.between(Map.of("mean", List.of(0.3)), Map.of("mean", List.of(0.30001))))
                .hasSize(1);
    }
}
