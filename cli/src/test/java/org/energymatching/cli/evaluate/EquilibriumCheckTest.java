package org.energymatching.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.energymatching.Samples;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.tensor.Rng;
import org.junit.jupiter.api.Test;

class EquilibriumCheckTest {

    @Test
    void chainsThatStayAreToldFromChainsThatDrift() {
        EquilibriumCheck stay =
                EquilibriumCheck.of(List.of(1.0, 2.0, 10.0, 20.0), List.of(0.04, 0.002, 0.0016, 0.0024), 0.002);
        assertThat(stay.held()).isTrue();
        assertThat(stay.best()).isEqualTo(2);
        assertThat(stay.text()).startsWith("From t = 2 on").contains("up to t = 20");
        EquilibriumCheck drift =
                EquilibriumCheck.of(List.of(1.0, 2.0, 10.0, 20.0), List.of(0.047, 0.0057, 0.314, 0.437), 0.002);
        assertThat(drift.held()).isFalse();
        assertThat(drift.text())
                .startsWith("Equilibrium is not the data's density")
                .contains("near t = 2")
                .contains("0.437 at t = 20");
    }

    @Test
    void nothingIsSaidOfChainsThatWereNotFollowed() {
        assertThat(EquilibriumCheck.of(List.of(2.0), List.of(0.01), 0.002).text())
                .isEmpty();
        assertThat(EquilibriumCheck.of(List.of(1.0, 2.0), List.of(0.04, 0.01), 0.002)
                        .text())
                .isEmpty();
    }

    @Test
    void noiseIsWhatEqualDistributionsScatterBy() {
        long seed = 4;
        Samples one = TwoMoons.create().sample(600, Rng.of(seed));
        Samples other = TwoMoons.create().sample(600, Rng.of(seed + 1));
        double noise = EquilibriumCheck.noise(one, other);
        assertThat(noise).as("seed %d", seed).isBetween(1e-4, 0.03);
        int beyond = 0;
        for (int i = 0; i < 20; i++) {
            Samples another = TwoMoons.create().sample(600, Rng.of(100 + i));
            beyond += EnergyDistance.between(one, another) > 1.5 * noise ? 1 : 0;
        }
        assertThat(beyond).as("seed %d", seed).isLessThanOrEqualTo(2);
    }
}
