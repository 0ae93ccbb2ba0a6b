package org.energymatching.geometry;

import org.energymatching.Potential;
import org.energymatching.RowEnergies;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * The Hessians at the points of one batch as linear maps, v ↦ H(x)·v, row by row.
 *
 * <p>The drift is computed and recorded once, and each product is one backward pass through its graph, H(x)·v = -∇(drift(x)·v),
 * at half the cost of another drift. The graph belongs to the scope in which this was made.
 */
public final class Curvature {

    private final Tensor x;
    private final Tensor drift;
    private final Shape shape;

    private Curvature(Tensor x, Tensor drift) {
        this.x = x;
        this.drift = drift;
        this.shape = x.shape();
    }

    static Curvature of(Potential potential, Tensor x) {
        Tensor leaf = Autodiff.leaf(x);
        return new Curvature(leaf, RowEnergies.slope(potential.trainableDrift(leaf), leaf, RowEnergies.POTENTIAL));
    }

    /** The number of points B. */
    public int points() {
        return Math.toIntExact(shape.at(0));
    }

    /** The dimension d of a point. */
    public int dimensions() {
        return shape.row().length();
    }

    /** The device of the computation. */
    Device device() {
        return x.device();
    }

    /** H(x)·v for each row: (B, …) to (B, …). */
    public Tensor times(Tensor v) {
        return Scope.around(
                () -> Autodiff.pullback(drift, x, v.reshape(shape.extents()).negate()));
    }

    /** Column i of every Hessian, which is also its row i: (B, d). */
    public Tensor column(int i) {
        int d = dimensions();
        float[] unit = new float[points() * d];
        for (int at = i; at < unit.length; at += d) {
            unit[at] = 1;
        }
        return Scope.around(() -> times(Tensor.of(unit, shape, x.device())).reshape(-1, d));
    }
}
