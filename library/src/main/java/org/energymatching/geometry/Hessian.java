package org.energymatching.geometry;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The second derivatives of a potential, H_ij(x) = ∂²V/∂x_i∂x_j (paper, local intrinsic dimension), d × d for points of d numbers.
 *
 * <p>Each row of x is a separate point, and every product is computed for all rows at once. Arguments and results are tensors,
 * so these methods are called within a scope of the library; {@link HessianSpectrum} and the rest of this package have Java
 * values.
 *
 * @param potential V, twice differentiable at the points
 */
public record Hessian(Potential potential) {

    /** The Hessian of a potential of a network or a lambda. */
    public static Hessian of(Potential potential) {
        return new Hessian(potential);
    }

    /** H(x)·v for each row: x and v (B, …) to (B, …). */
    public Tensor product(Tensor x, Tensor v) {
        return Scope.around(() -> at(x).times(v));
    }

    /** H(x) for each row: (B, …) to (B, d, d); computed column by column, asymmetric by rounding. */
    public Tensor matrix(Tensor x) {
        return Scope.around(() -> {
            Curvature curvature = at(x);
            List<Tensor> columns = new ArrayList<>();
            for (int i = 0; i < curvature.dimensions(); i++) {
                columns.add(curvature.column(i));
            }
            Shape shape = x.shape();
            return Tensor.concat(columns, 1).reshape(shape.at(0), columns.size(), columns.size());
        });
    }

    /** Σ H_ii(x), the Laplacian of V, for each row: (B, …) to (B); exact, by d products. */
    public Tensor trace(Tensor x) {
        return Scope.around(() -> {
            Curvature curvature = at(x);
            Tensor trace = Tensor.zeros(Shape.of(x.shape().at(0)), x.device());
            for (int i = 0; i < curvature.dimensions(); i++) {
                int axis = i;
                Tensor sum = trace;
                trace = Scope.around(() ->
                        sum.plus(curvature.column(axis).slice(1, axis, axis + 1).reshape(-1)));
            }
            return trace;
        });
    }

    /** The Hessian at fixed points for products with many vectors: the common part of all products is computed here, once. */
    public Curvature at(Tensor x) {
        return Curvature.of(potential, x);
    }
}
