package org.energymatching.interaction;

import java.util.function.UnaryOperator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/**
 * Repulsion by a Gaussian kernel, which vanishes with the distance: W(a, b) = s · exp(-‖B(a - b)‖² / (2h²)).
 *
 * <p>It is between 0 and s, so it does not act on chains far apart, and the product with exp(-ΣW) is integrable wherever
 * exp(-V/ε) is. Its force is largest at the distance h. Where two chains coincide, its gradient is zero; noise separates them.
 *
 * <p>As a potential between samples: G. Corso et al., "Particle Guidance", ICLR 2024.
 *
 * @param chains M, how many chains interact
 * @param bandwidth h, a distance in the space of B's values; half the usual distance between samples is a first choice
 * @param strength s, the energy of two chains at the same point, in units of the temperature
 * @param window B, or any differentiable features of x: (B, …) to (B, …)
 */
public record GaussianRepulsion(int chains, double bandwidth, double strength, UnaryOperator<Tensor> window)
        implements InteractionEnergy {

    /** Checks the numbers. */
    public GaussianRepulsion {
        Groups.require(chains, "the bandwidth", bandwidth);
        if (!(strength > 0 && strength < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "Repulsion of strength " + strength + " was asked for.",
                    "The strength is a positive number; negative ones would draw chains together.",
                    "Begin with 1.");
        }
    }

    /** Repulsion in all of x. */
    public static GaussianRepulsion of(int chains, double bandwidth, double strength) {
        return new GaussianRepulsion(chains, bandwidth, strength, UnaryOperator.identity());
    }

    /** Repulsion in a part or in features of x only. */
    public GaussianRepulsion within(UnaryOperator<Tensor> part) {
        return new GaussianRepulsion(chains, bandwidth, strength, part);
    }

    @Override
    public Tensor energy(Tensor x) {
        Tensor z = Groups.centred(window.apply(x), chains);
        long groups = z.shape().at(0);
        Tensor squares = z.square().sum(2);
        Tensor distances = squares.reshape(groups, chains, 1)
                .plus(squares.reshape(groups, 1, chains))
                .plusScaled(z.matmul(z.transpose()), -2);
        Tensor kernel = distances.times(-0.5 / (bandwidth * bandwidth)).exp();
        return kernel.sum(2).minus(1).times(0.5 * strength).reshape(-1);
    }
}
