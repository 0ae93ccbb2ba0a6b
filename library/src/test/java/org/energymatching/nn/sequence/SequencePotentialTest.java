package org.energymatching.nn.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.nn.image.SmallImages;
import org.energymatching.nn.potential.Architectures;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The 1-D UNet in small: slopes, gradients of losses, what it refuses and what it leaves behind. */
class SequencePotentialTest {

    static final List<SequencePotential> POTENTIALS = List.of(
            new SequencePotential(4, 4, List.of(1), 3, 0),
            new SequencePotential(4, 6, List.of(1, 2), -2, 0.2),
            new SequencePotential(8, 4, List.of(2, 1, 3), 5, 0.2));

    /** A loss and its gradient. */
    private record Outcome(double loss, float[] gradient) {}

    private enum Kind {
        ENERGY,
        DRIFT,
        BOTH,
        /** A term that differentiates energies in x itself, beside drifts of the tape. */
        OWN
    }

    private static Outcome outcome(SequencePotential potential, Tape tape, Rng rng, Kind kind) {
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
            loss = loss.plus(tape.drift(u.reshape(3, -1, 1)).square().mean().times(0.3));
        }
        return new Outcome(loss.item(), tape.gradient(loss).floats());
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void gradientsOfLossesAreThoseOfAutograd(SequencePotential potential) {
        Seeds.check(2, random -> {
            Rng rng = Rng.of(random.nextLong());
            try (Parameters parameters = SmallImages.random(potential.parameters(), rng);
                    Parameters trainable = parameters.trainable();
                    Scope scope = Scope.open()) {
                for (Kind kind : Kind.values()) {
                    Dropout dropout = Dropout.of(rng.stream("dropout"), 5);
                    try (Tape autograd =
                                    potential.with(Differentiation.AUTOGRAD).tape(trainable, dropout);
                            Tape direct = potential.tape(trainable, dropout)) {
                        assertThat(autograd).isNotInstanceOf(DirectTape.class);
                        assertThat(direct).isInstanceOf(DirectTape.class);
                        Outcome expected = outcome(potential, autograd, rng, kind);
                        Outcome actual = outcome(potential, direct, rng, kind);
                        assertThat(actual.loss())
                                .as("%s", kind)
                                .isCloseTo(expected.loss(), within(1e-5 * Math.abs(expected.loss())));
                        assertThat(SmallImages.apart(actual.gradient(), expected.gradient()))
                                .as("%s", kind)
                                .isLessThan(1e-4);
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void theDriftIsThatOfAutogradAtAnyNumberOfRowsAndInBothShapes(SequencePotential potential) {
        SequencePotential autograd = potential.with(Differentiation.AUTOGRAD);
        Seeds.check(2, random -> {
            Rng rng = Rng.of(random.nextLong());
            try (Parameters parameters = SmallImages.random(potential.parameters(), rng);
                    Scope scope = Scope.open()) {
                for (int rows : new int[] {1, 2, 70}) {
                    Tensor x = SmallImages.normal(rng, rows, potential.length());
                    Tensor drift = potential.drift(x, parameters);
                    assertThat(SmallImages.apart(drift, autograd.drift(x, parameters)))
                            .as("%s rows", rows)
                            .isLessThan(1e-4);
                    Tensor column = x.reshape(rows, potential.length(), 1);
                    assertThat(autograd.drift(column, parameters).shape()).isEqualTo(column.shape());
                    assertThat(potential.drift(column, parameters).shape()).isEqualTo(column.shape());
                    assertThat(potential.drift(column, parameters).floats()).isEqualTo(drift.floats());
                    assertThat(potential.energy(column, parameters).floats())
                            .isEqualTo(potential.energy(x, parameters).floats());
                }
            }
        });
    }

    @Test
    void theDriftFollowsTheParameters() {
        SequencePotential potential = POTENTIALS.get(1);
        try (Parameters parameters = SmallImages.random(potential.parameters(), Rng.of(1));
                Parameters others = SmallImages.random(potential.parameters(), Rng.of(2));
                Scope scope = Scope.open()) {
            Tensor x = SmallImages.normal(Rng.of(3), 5, potential.length());
            float[] before = potential.drift(x, parameters).floats();
            float[] wanted = potential.drift(x, others).floats();
            assertThat(potential.drift(x, parameters).floats()).isEqualTo(before);
            parameters.average(others, 0);
            assertThat(SmallImages.apart(potential.drift(x, parameters).floats(), wanted))
                    .isLessThan(1e-5);
            assertThat(before).isNotEqualTo(wanted);
        }
    }

    @Test
    void manyThreadsSeeTheSame() {
        SequencePotential potential = POTENTIALS.get(2);
        try (Parameters parameters = SmallImages.random(potential.parameters(), Rng.of(1))) {
            List<float[]> drifts = Workers.common().map(16, task -> {
                try (Scope scope = Scope.open()) {
                    return potential
                            .drift(SmallImages.normal(Rng.of(3), 5, potential.length()), parameters)
                            .floats();
                }
            });
            assertThat(drifts).allMatch(drift -> java.util.Arrays.equals(drift, drifts.get(0)));
        }
    }

    @Test
    void aLossThatDependsOnNothingHasNoGradient() {
        SequencePotential potential = POTENTIALS.get(1);
        try (Parameters parameters = SmallImages.random(potential.parameters(), Rng.of(1));
                Parameters trainable = parameters.trainable();
                Scope scope = Scope.open();
                Tape tape = potential.tape(trainable, Dropout.none())) {
            Tensor x = SmallImages.normal(Rng.of(2), 2, potential.length());
            Tensor energy = tape.energy(x);
            tape.drift(x);
            assertThat(tape.gradient(energy.times(0).sum()).floats()).containsOnly(0f);
        }
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void nothingIsLeftBehind(SequencePotential potential) {
        try (Parameters parameters = SmallImages.random(potential.parameters(), Rng.of(1))) {
            Leaks.assertNone(2, 20, () -> {
                try (Parameters trainable = parameters.trainable();
                        Scope scope = Scope.open();
                        Tape tape = potential.tape(trainable, Dropout.of(Rng.of(4), 0))) {
                    outcome(potential, tape, Rng.of(2), Kind.BOTH);
                    parameters.average(parameters, 0.5); // what was made of them is to be made again
                    potential.drift(SmallImages.normal(Rng.of(3), 3, potential.length()), parameters);
                }
            });
        }
    }

    @Test
    void aTapeWhoseGradientNobodyWantsLeavesNothingBehind() {
        SequencePotential potential = POTENTIALS.get(1);
        try (Parameters parameters = SmallImages.random(potential.parameters(), Rng.of(1));
                Parameters trainable = parameters.trainable()) {
            Leaks.assertNone(2, 20, () -> {
                try (Scope scope = Scope.open();
                        Tape tape = potential.tape(trainable, Dropout.none())) {
                    Tensor x = SmallImages.normal(Rng.of(2), 3, potential.length());
                    tape.drift(x);
                    tape.energy(x);
                    assertThatExceptionOfType(UsageException.class)
                            .isThrownBy(() -> tape.drift(SmallImages.normal(Rng.of(2), 3, potential.length() + 1)));
                }
            });
        }
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void aDescriptionIsReadBackAsWhatItDescribes(SequencePotential potential) {
        assertThat(Architectures.from(potential.description())).isEqualTo(potential);
        assertThat(potential.inputShape()).isEqualTo(Shape.of(potential.length()));
    }

    @Test
    void missingKeysAndOddValuesAreDataErrors() {
        Map<String, Object> sound = POTENTIALS.get(2).description();
        List<Object> odd = List.of("many", Map.of(), List.of("wide"), List.of(1.5), Double.NaN, -1, -1e300);
        for (String key : sound.keySet()) {
            Map<String, Object> lacking = new LinkedHashMap<>(sound);
            lacking.remove(key);
            refused(key + " is missing", lacking);
            for (Object value : odd) {
                if (!key.equals("scale") || !(value instanceof Number number) || number.equals(Double.NaN)) {
                    Map<String, Object> changed = new LinkedHashMap<>(sound);
                    changed.put(key, value);
                    refused(key + " is " + value, changed);
                }
            }
        }
    }

    private static void refused(String what, Map<String, Object> description) {
        assertThatExceptionOfType(DataException.class).as(what).isThrownBy(() -> Architectures.from(description));
    }

    @Test
    void sizesThatDoNotFitAreUsageErrors() {
        List<Runnable> senseless = new ArrayList<>();
        senseless.add(() -> new SequencePotential(16, 3, List.of(1), 1, 0));
        senseless.add(() -> new SequencePotential(16, 28, List.of(), 1, 0));
        senseless.add(() -> new SequencePotential(16, 28, List.of(1, 0), 1, 0));
        senseless.add(() -> new SequencePotential(15, 28, List.of(1, 2), 1, 0));
        senseless.add(() -> new SequencePotential(16, 28, List.of(1, 2), 0, 0));
        senseless.add(() -> new SequencePotential(16, 28, List.of(1, 2), 1, 1));
        assertThat(senseless)
                .allSatisfy(
                        make -> assertThatExceptionOfType(UsageException.class).isThrownBy(make::run));
    }
}
