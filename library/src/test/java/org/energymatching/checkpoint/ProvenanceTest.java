package org.energymatching.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.energymatching.tensor.Device;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

    private static Provenance with(String engine, String kernels) {
        return new Provenance("2026-01-01T00:00:00Z", "1.0", engine, "17", "Linux amd64", kernels, null);
    }

    @Test
    void whatChangesBitsIsNamed() {
        Provenance before = with("2.9.1", "aa");
        assertThat(before.differences(with("2.9.1", "aa"))).isEmpty();
        assertThat(before.differences(with("2.10.0", "bb")))
                .isEqualTo("engine 2.10.0 (was 2.9.1), kernels bb (were aa)");
        assertThat(with("2.9.1", "unknown").differences(with("2.9.1", "bb"))).isEmpty();
    }

    @Test
    void thisMachinesKernelsAreTheSameTwice() {
        assertThat(Provenance.here().kernels())
                .isEqualTo(Provenance.here().kernels())
                .isNotEqualTo("unknown");
    }

    @Test
    void aRunThatGoesOnOnAnotherDeviceSaysSo() {
        Provenance there = Provenance.here(new Device("cuda:0"));
        assertThat(there.differences(Provenance.here())).endsWith("(were cuda:0)");
        assertThat(Provenance.here().differences(there)).startsWith("kernels cuda:0 (were ");
        assertThat(there.differences(Provenance.here(new Device("cuda:0")))).isEmpty();
    }
}
