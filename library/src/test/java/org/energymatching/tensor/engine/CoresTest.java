package org.energymatching.tensor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CoresTest {

    @Test
    void theFewestThreadsAreTakenThatReachNearlyAll() {
        assertThat(Cores.of(new TreeMap<>(Map.of(1, 100.0, 2, 190.0)), 2)).isEqualTo(new Cores(2, 2, 1.9));
        assertThat(Cores.of(new TreeMap<>(Map.of(1, 100.0, 2, 104.0)), 2)).isEqualTo(new Cores(1, 2, 1.04));
        assertThat(Cores.of(new TreeMap<>(Map.of(1, 100.0, 8, 780.0, 16, 840.0)), 16))
                .isEqualTo(new Cores(8, 16, 8.4));
        assertThat(Cores.of(new TreeMap<>(), 1)).isEqualTo(new Cores(1, 1, 1));
    }

    @Test
    void thisMachineIsMeasured() {
        Cores cores = Cores.measure();
        assertThat(cores.processors()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(cores.threads()).isBetween(1, cores.processors());
        assertThat(cores.gain()).isCloseTo(cores.processors() / 2.0, within(cores.processors() / 1.5));
    }
}
