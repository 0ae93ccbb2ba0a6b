package org.energymatching.sampling;

import org.energymatching.Target;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * The gradient flow dx/dt = -∇U(x), integrated by a scheme without noise, whatever the temperature; U itself still depends on
 * the temperature.
 *
 * <p>Chains end at minima of U and do not sample exp(-U/ε): for transport from noise to data, and for minimisation.
 *
 * @param scheme how a step is made: {@link EulerMaruyama}, which is Euler's method here, {@link Heun} or {@link
 *     RungeKutta45}
 */
public record GradientFlow(Kernel scheme) implements Kernel {

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        return scheme.step(new Frozen(target, epsilon), state, new double[epsilon.length], dt, rng);
    }

    /** U at these temperatures, whatever the arguments. */
    private record Frozen(Target target, double[] epsilon) implements Target {

        @Override
        public Device device() {
            return target.device();
        }

        @Override
        public Tensor energy(Tensor x, double[] asked) {
            return target.energy(x, epsilon);
        }

        @Override
        public Tensor drift(Tensor x, double[] asked) {
            return target.drift(x, epsilon);
        }

        @Override
        public int group() {
            return target.group();
        }
    }
}
