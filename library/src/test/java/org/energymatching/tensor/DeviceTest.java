package org.energymatching.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.engine.Devices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {

    @Test
    void theProcessorIsAlwaysThere() {
        assertThat(Device.named("cpu")).isEqualTo(Device.cpu());
        assertThat(Device.named(" CPU ")).isEqualTo(Device.cpu());
    }

    @Test
    void autoTakesAGpuWhereThereIsOne() {
        assertThat(Device.named("auto").name()).isEqualTo(Devices.gpus() > 0 ? "cuda:0" : "cpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:x", "cuda:0:1", "meta", "cuda:12345"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> Device.named(name))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("There is no device '" + name + "'")
                .hasMessageContaining("cpu, cuda, cuda:N or auto");
    }

    @Test
    void aGpuThatIsNotThereIsAnErrorThatNamesWhatIsMissing() {
        assumeTrue(Devices.gpus() == 0, "this machine has a GPU");
        assertThatThrownBy(() -> Device.named("cuda"))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("The device cuda cannot be used: ")
                .hasMessageContaining("--device cpu");
    }

    @Test
    void aLimitOfRowsCutsWholeBatches() {
        Workers whole = Workers.on(Device.meta());
        assertThat(whole.shardRows(1000, 64)).isEqualTo(1000);
        String before = System.setProperty(Workers.MAX_ROWS, "100");
        try {
            assertThat(whole.shardRows(1000, 64)).isEqualTo(100);
            assertThat(whole.blockRows(64)).isEqualTo(100);
            assertThat(Workers.common().shardRows(1000, 64)).isEqualTo(64);
        } finally {
            if (before == null) {
                System.clearProperty(Workers.MAX_ROWS);
            } else {
                System.setProperty(Workers.MAX_ROWS, before);
            }
        }
    }
}
