package org.energymatching.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupTest {

    @Test
    void withoutVariablesThisProcessIsAlone() {
        Group group = Group.of(Map.of());
        assertThat(group.isFollower()).isFalse();
        assertThat(group.processes()).isEmpty();
        assertThat(group.<String>together(Map.of(), () -> "done")).isEqualTo("done");
        group.end();
    }

    @Test
    void thoseOfTorchrunAndOfSrunNameThePlace() {
        assertThat(Group.of(Map.of("RANK", "1", "WORLD_SIZE", "4")).prefix()).isEqualTo("process 1 of 4: ");
        Map<String, String> step = Map.of(
                "SLURM_PROCID", "3", "SLURM_NTASKS", "8", "SLURM_STEP_ID", "0", "SLURM_STEP_NODELIST", "gpu[03-07]");
        assertThat(Group.of(step).prefix()).isEqualTo("process 3 of 8: ");
        assertThat(Group.of(step).isFollower()).isTrue();
    }

    /** It has a number too, but nobody else runs it. */
    @Test
    void aBatchScriptOfSlurmIsAlone() {
        assertThat(Group.of(Map.of("SLURM_PROCID", "0", "SLURM_NTASKS", "8")).processes())
                .isEmpty();
    }

    @Test
    void aGroupOfOneIsAlone() {
        assertThat(Group.of(Map.of("RANK", "0", "WORLD_SIZE", "1")).processes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"gpu[03-07,12],login1|gpu03", "node7|node7", "a-b[1]|a-b1", "x1,x2|x1", "''|127.0.0.1"})
    void theFirstHostOfAListServesTheOthers(String list, String host) {
        assertThat(Group.firstHost(list)).isEqualTo(host);
    }

    @Test
    void wrongVariablesAreNamed() {
        assertThatThrownBy(() -> Group.of(Map.of("RANK", "one", "WORLD_SIZE", "2")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("The environment variable RANK is 'one'.");
        assertThatThrownBy(() -> Group.of(Map.of("RANK", "2", "WORLD_SIZE", "2")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("number 2 in a group of 2");
        assertThatThrownBy(() -> Group.of(Map.of("RANK", "0", "WORLD_SIZE", "2", "EM_GROUP_TIMEOUT", "0")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("EM_GROUP_TIMEOUT is 0.");
    }

    @Test
    void aVerbThatDividesNothingIsRefused() {
        Verb verb = console -> Result.done("", Map.of());
        assertThatThrownBy(
                        () -> Group.of(Map.of("RANK", "0", "WORLD_SIZE", "2")).require(verb, "restore"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'em restore' was started in 2 processes.");
        Group.alone().require(verb, "restore");
    }

    @Test
    void theProcessorIsSharedByAll() {
        assertThat(Group.own(Device.cpu(), Map.of("LOCAL_RANK", "3"))).isEqualTo(Device.cpu());
    }
}
