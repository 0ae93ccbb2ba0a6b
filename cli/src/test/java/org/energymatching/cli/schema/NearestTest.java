package org.energymatching.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.energymatching.data.file.Nearest.distance;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void distancesCountLetters() {
        assertThat(distance("kitten", "sitting")).isEqualTo(3);
        assertThat(distance("saturday", "SUNDAY")).isEqualTo(3);
        assertThat(distance("", "abc")).isEqualTo(3);
        assertThat(distance("abc", "")).isEqualTo(3);
        assertThat(distance("same", "same")).isZero();
    }

    @Test
    void swappedLettersAreOneMistake() {
        assertThat(distance("tyo", "toy")).isEqualTo(1);
        assertThat(distance("huen", "heun")).isEqualTo(1);
        assertThat(Nearest.word("runs/tyo", List.of("runs/tab", "runs/toy"))).contains("runs/toy");
    }

    @Test
    void nothingNearIsNothing() {
        assertThat(Nearest.word("banana", List.of("toy2d", "demo"))).isEmpty();
        assertThat(Nearest.word("x", List.of())).isEmpty();
    }

    @Test
    void aMisplacedKeyIsFoundByItsLastPart() {
        assertThat(Nearest.key("temperature.learningrate", List.of("temperature.tauStar", "optimizer.learningRate")))
                .contains("optimizer.learningRate");
    }

    @Test
    void theSameGroupIsNearer() {
        assertThat(Nearest.key("negatives.tauSta", List.of("temperature.tauStar", "negatives.tauStar")))
                .contains("negatives.tauStar");
    }

    @Test
    void ofKeysWithLastPartsEquallyNearTheOneThatIsNearerAsAWholeIsMeant() {
        List<String> known = List.of("design.chains.steps", "phases.NAME.steps");
        assertThat(Nearest.key("phases.joint.stepps", known)).contains("phases.NAME.steps");
        assertThat(Nearest.key("design.chain.steps", known)).contains("design.chains.steps");
    }
}
