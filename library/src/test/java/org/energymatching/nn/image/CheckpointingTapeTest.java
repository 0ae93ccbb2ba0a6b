package org.energymatching.nn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Computing again what was not kept comes to the same loss and the same gradient. */
class CheckpointingTapeTest {

    static final List<ImagePotential> POTENTIALS = potentials();

    private static List<ImagePotential> potentials() {
        List<ImagePotential> all = new ArrayList<>();
        for (Head head : List.of(SmallImages.vision(0.2), SmallImages.perceptron())) {
            for (List<Integer> multipliers : List.of(List.of(1), List.of(1, 2), List.of(1, 2, 1))) {
                all.add(SmallImages.potential(2, multipliers, multipliers.size() == 2, 0.2, head));
            }
        }
        ImagePotential free = all.get(0);
        all.add(new ImagePotential(
                free.inputShape(), free.unet(), free.head(), 3, 0.5, free.conditions(), free.execution()));
        return all;
    }

    /** A loss and its gradient. */
    private record Outcome(double loss, float[] gradient) {}

    private static Outcome outcome(ImagePotential potential, Parameters parameters, Rng rng, Kind kind) {
        try (Parameters trainable = parameters.trainable();
                Scope scope = Scope.open()) {
            Tape tape = potential.tape(trainable, Dropout.of(rng.stream("dropout"), 5));
            long[] extents = potential.inputShape().batch(3).extents();
            Tensor x = SmallImages.normal(rng.stream("x"), extents);
            Tensor u = SmallImages.normal(rng.stream("u"), extents);
            Tensor loss = Tensor.of(0).sum();
            if (kind != Kind.ENERGY) {
                loss = loss.plus(tape.drift(x).minus(u).square().mean());
            }
            if (kind == Kind.OWN) {
                Tensor leaf = Autodiff.leaf(x);
                Tensor slope = Autodiff.differentiableGradient(tape.energy(leaf).sum(), leaf);
                loss = loss.plus(slope.minus(u).square().mean());
            }
            if (kind != Kind.DRIFT) {
                loss = loss.plus(tape.energy(u).square().mean());
            }
            if (kind == Kind.BOTH) {
                Tensor rows = tape.drift(u.reshape(3, -1));
                loss = loss.plus(rows.square().mean().times(0.3));
            }
            return new Outcome(loss.item(), tape.gradient(loss).floats());
        }
    }

    private enum Kind {
        ENERGY,
        DRIFT,
        BOTH,
        /** A term that differentiates energies in x itself, beside drifts of the tape. */
        OWN
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void isTheRecordedGradient(ImagePotential potential) {
        ImagePotential again = potential.with(Execution.defaults().activationCheckpointing());
        assertThat(again.tape(Parameters.of(List.of(), Map.of()), Dropout.none()))
                .isInstanceOf(CheckpointingTape.class);
        Seeds.check(2, random -> {
            Rng rng = Rng.of(random.nextLong());
            try (Parameters parameters = SmallImages.random(potential.parameters(), rng)) {
                for (Kind kind : Kind.values()) {
                    Outcome expected = outcome(potential, parameters, rng, kind);
                    Outcome actual = outcome(again, parameters, rng, kind);
                    assertThat(actual.loss())
                            .as("%s", kind)
                            .isCloseTo(expected.loss(), within(1e-5 * Math.abs(expected.loss())));
                    assertThat(SmallImages.apart(actual.gradient(), expected.gradient()))
                            .as("%s", kind)
                            .isLessThan(1e-5);
                }
            }
        });
    }

    @Test
    void aLossThatSawNothingHasNoSlope() {
        ImagePotential again = POTENTIALS.get(0).with(Execution.defaults().activationCheckpointing());
        try (Parameters parameters = SmallImages.random(again.parameters(), Rng.of(1));
                Parameters trainable = parameters.trainable();
                Scope scope = Scope.open()) {
            Tape tape = again.tape(trainable, Dropout.none());
            Tensor x = SmallImages.normal(Rng.of(2), again.inputShape().batch(2).extents());
            Tensor energy = tape.energy(x);
            tape.drift(x);
            Tensor loss = energy.times(0).sum();
            assertThat(tape.gradient(loss).floats()).containsOnly(0f);
        }
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void nothingIsLeftBehind(ImagePotential potential) {
        ImagePotential again = potential.with(Execution.defaults().activationCheckpointing());
        try (Parameters parameters = SmallImages.random(potential.parameters(), Rng.of(1))) {
            Leaks.assertNone(2, 4, () -> outcome(again, parameters, Rng.of(2), Kind.BOTH));
        }
    }
}
