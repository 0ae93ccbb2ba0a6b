package org.energymatching.nn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.energymatching.Potential;
import org.energymatching.condition.Conditions;
import org.energymatching.geometry.Curvature;
import org.energymatching.geometry.Hessian;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ImagePotentialTest {

    static final List<ImagePotential> POTENTIALS = potentials();

    private static List<ImagePotential> potentials() {
        List<ImagePotential> all = new ArrayList<>();
        for (Head head : List.of(SmallImages.vision(0.2), SmallImages.perceptron())) {
            all.add(SmallImages.potential(1, List.of(1), false, 0.2, head));
            all.add(SmallImages.potential(1, List.of(1, 2), true, 0, head));
            all.add(SmallImages.potential(3, List.of(1, 2), false, 0.2, head));
            all.add(SmallImages.potential(3, List.of(2, 1, 1), true, 0.2, head));
            all.add(clamped(SmallImages.potential(3, List.of(1), false, 0, head)));
        }
        return all;
    }

    private static ImagePotential clamped(ImagePotential free) {
        return new ImagePotential(
                free.inputShape(),
                free.unet(),
                free.head(),
                free.scale(),
                0.5,
                Conditions.none(),
                Execution.defaults());
    }

    /** A property of a potential, its parameters and five pictures. */
    private interface Property {
        void check(Parameters parameters, Tensor x, Rng rng);
    }

    private static void check(ImagePotential potential, Property property) {
        Seeds.check(2, random -> {
            Rng rng = Rng.of(random.nextLong());
            try (Parameters parameters = SmallImages.random(potential.parameters(), rng);
                    Scope scope = Scope.open()) {
                Tensor x = SmallImages.normal(
                        rng.stream("x"), potential.inputShape().batch(5).extents());
                property.check(parameters, x, rng);
            }
        });
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void everyWayToComputeComesToTheSame(ImagePotential potential) {
        ImagePotential plain = potential.with(Execution.eager());
        check(potential, (parameters, x, rng) -> {
            assertThat(SmallImages.apart(potential.energy(x, parameters), plain.energy(x, parameters)))
                    .isLessThan(1e-5);
            assertThat(SmallImages.apart(potential.drift(x, parameters), plain.drift(x, parameters)))
                    .isLessThan(1e-4);
            Dropout dropout = Dropout.of(rng.stream("dropout"), 0);
            assertThat(SmallImages.apart(
                            potential.energy(x, parameters, dropout), plain.energy(x, parameters, dropout)))
                    .isLessThan(1e-5);
        });
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void theDriftIsTheSlopeOfTheEnergy(ImagePotential potential) {
        double h = 1e-2;
        check(potential, (parameters, x, rng) -> {
            Tensor drift = potential.drift(x, parameters);
            Tensor direction = drift.dividedBy(drift.square().sum().sqrt())
                    .plus(SmallImages.normal(rng.stream("direction"), x.shape().extents())
                            .times(0.02));
            double up = potential
                    .energy(x.plusScaled(direction, h), parameters)
                    .sum()
                    .item();
            double down = potential
                    .energy(x.plusScaled(direction, -h), parameters)
                    .sum()
                    .item();
            double expected = -drift.times(direction).sum().item();
            assertThat((up - down) / (2 * h)).isCloseTo(expected, within(1e-2 * Math.abs(expected)));
        });
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void lossesOnDriftsReachParametersAsInThePlainWay(ImagePotential potential) {
        check(potential, (parameters, x, rng) -> {
            Tensor target = SmallImages.normal(rng.stream("target"), x.shape().extents());
            Dropout dropout = Dropout.of(rng.stream("dropout"), 3);
            float[] expected = gradients(potential.with(Execution.eager()), parameters, x, target, dropout);
            assertThat(SmallImages.apart(gradients(potential, parameters, x, target, dropout), expected))
                    .isLessThan(1e-4);
        });
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void theHessianIsTheSlopeOfTheDriftAndSymmetric(ImagePotential potential) {
        check(potential, (parameters, x, rng) -> {
            Tensor v = SmallImages.normal(rng.stream("v"), x.shape().extents());
            Tensor w = SmallImages.normal(rng.stream("w"), x.shape().extents());
            Curvature curvature =
                    Hessian.of(Potential.of(new Network(potential, parameters))).at(x);
            Tensor product = curvature.times(v);
            Curvature plain = Hessian.of(Potential.of(new Network(potential.with(Execution.eager()), parameters)))
                    .at(x);
            assertThat(SmallImages.apart(product, plain.times(v))).isLessThan(1e-4);
            double there = w.times(product).sum().item();
            double back = v.times(curvature.times(w)).sum().item();
            assertThat(there).isCloseTo(back, within(1e-3 * SmallImages.largest(product.times(w))));
            double h = 1e-3;
            Tensor differences = potential
                    .drift(x.plusScaled(v, -h), parameters)
                    .minus(potential.drift(x.plusScaled(v, h), parameters))
                    .times(1 / (2 * h));
            assertThat(SmallImages.apart(product, differences)).isLessThan(2e-2);
        });
    }

    /** Of a loss on drifts and energies. */
    private static float[] gradients(
            ImagePotential potential, Parameters parameters, Tensor x, Tensor target, Dropout dropout) {
        try (Parameters trainable = parameters.trainable();
                Scope scope = Scope.open()) {
            Tensor loss = potential
                    .trainableDrift(x, trainable, dropout)
                    .minus(target)
                    .square()
                    .mean()
                    .plus(potential.energy(target, trainable, dropout).mean());
            return SmallImages.flat(Autodiff.gradients(loss, trainable.leaves(), false));
        }
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void softClampsBoundTheEnergy(ImagePotential potential) {
        double c = 0.5;
        ImagePotential clamped = clamped(potential);
        ImagePotential free =
                new ImagePotential(potential.inputShape(), potential.unet(), potential.head(), potential.scale());
        check(potential, (parameters, x, rng) -> {
            Tensor wide = x.times(10);
            assertThat(SmallImages.largest(clamped.energy(wide, parameters))).isLessThanOrEqualTo(c);
            Tensor expected = free.energy(x, parameters).times(1 / c).tanh().times(c);
            assertThat(SmallImages.apart(clamped.energy(x, parameters), expected))
                    .isLessThan(1e-5);
            Tensor factor = expected.times(1 / c).square().negate().plus(1).reshape(5, 1, 1, 1);
            assertThat(SmallImages.apart(
                            clamped.drift(x, parameters),
                            free.drift(x, parameters).times(factor)))
                    .isLessThan(1e-4);
        });
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void narrowDriftsAreNear(ImagePotential potential) {
        check(potential, (parameters, x, rng) -> {
            Tensor single = potential.drift(x, parameters);
            Tensor narrow = potential.with(Execution.bfloat16()).drift(x, parameters);
            assertThat(unwrap(narrow).scalar_type().intern()).isEqualTo(ScalarType.Float);
            assertThat(norm(narrow.minus(single)) / norm(single)).isBetween(1e-6, 0.05);
        });
    }

    private static double norm(Tensor x) {
        return Math.sqrt(x.square().sum().item());
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void rowsDoNotDependOnOneAnother(ImagePotential potential) {
        check(potential, (parameters, x, rng) -> {
            Dropout dropout = Dropout.of(rng.stream("dropout"), 7);
            List<Tensor> energies = new ArrayList<>();
            List<Tensor> dropped = new ArrayList<>();
            List<Tensor> drifts = new ArrayList<>();
            for (int row = 0; row < 5; row++) {
                Tensor one = x.rows(row, row + 1);
                energies.add(potential.energy(one, parameters));
                dropped.add(potential.energy(one, parameters, dropout.from(row)));
                drifts.add(potential.drift(one, parameters));
            }
            assertThat(SmallImages.apart(potential.energy(x, parameters), Tensor.concat(energies, 0)))
                    .isLessThan(1e-5);
            assertThat(SmallImages.apart(potential.energy(x, parameters, dropout), Tensor.concat(dropped, 0)))
                    .isLessThan(1e-5);
            assertThat(SmallImages.apart(potential.drift(x, parameters), Tensor.concat(drifts, 0)))
                    .isLessThan(1e-5);
        });
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void picturesMayComeAsRows(ImagePotential potential) {
        check(potential, (parameters, x, rng) -> {
            Tensor rows = x.reshape(5, -1);
            assertThat(SmallImages.apart(potential.energy(rows, parameters), potential.energy(x, parameters)))
                    .isZero();
            assertThat(SmallImages.apart(
                            potential.drift(rows, parameters),
                            potential.drift(x, parameters).reshape(5, -1)))
                    .isZero();
        });
    }

    @ParameterizedTest
    @FieldSource("POTENTIALS")
    void nothingIsLeftBehind(ImagePotential potential) {
        try (Parameters parameters = SmallImages.random(potential.parameters(), Rng.of(1))) {
            Leaks.assertNone(2, 4, () -> {
                try (Scope scope = Scope.open()) {
                    Tensor x = SmallImages.normal(
                            Rng.of(2), potential.inputShape().batch(2).extents());
                    potential.drift(x, parameters);
                    potential.with(Execution.bfloat16()).drift(x, parameters);
                    gradients(potential, parameters, x, x, Dropout.of(Rng.of(3), 0));
                }
            });
        }
    }
}
