package org.energymatching.data.toy;

import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.tensor.Tensor;

/**
 * Points on a smooth surface M of known dimension: what estimates of intrinsic dimension are tried on.
 *
 * <p>Beside points there is a potential without noise, V(x) = ½ k |r(x)|², where r vanishes on M and nowhere near it, and
 * has as many independent slopes on M as there are directions across. So at a point of M exactly {@link
 * #intrinsicDimension} eigenvalues of V's Hessian are zero, and the others are k or more.
 */
public interface Manifold extends Distribution {

    /** d, the number of directions along M. */
    int intrinsicDimension();

    /** r: how far each row is from M, in as many numbers as there are directions across, or more; (B, D) to (B, m). */
    Tensor residual(Tensor x);

    /** ½ k |r(x)|² for a stiffness k. */
    default Potential potential(double stiffness) {
        return x -> residual(x).square().sumPerRow().times(stiffness / 2);
    }

    /** How many numbers a point has: D. */
    default int dimensions() {
        return shape().length();
    }

    /** This surface in a space of more dimensions, turned at random. */
    default Manifold in(int dimensions, long seed) {
        return RandomRotation.of(this, dimensions, seed);
    }

    /** The column of coordinate i: (B, D) to (B, 1). */
    static Tensor coordinate(Tensor x, int i) {
        return x.slice(1, i, i + 1);
    }
}
