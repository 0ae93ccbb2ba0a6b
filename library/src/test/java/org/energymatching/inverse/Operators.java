package org.energymatching.inverse;

import java.util.List;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** Linear operators of every kind, on images, series and vectors. */
final class Operators {

    private static final Shape IMAGE = Shape.of(3, 8, 12);

    private Operators() {}

    /** All built-in kinds on rows that have their own shapes. */
    static List<LinearOperator> linear() {
        return List.of(
                new Identity(IMAGE),
                new Identity(Shape.of(7)),
                Scaling.of(Shape.of(3), 0.5, 4, 2),
                Inpainting.box(IMAGE, 1, 2, 5, 4),
                Inpainting.random(IMAGE, 0.4, 3),
                Inpainting.random(Shape.of(2, 9), 0.5, 3),
                Inpainting.columns(10, 9, 2, 3),
                Inpainting.box(IMAGE, 0, 0, 8, 6).complement(),
                new Downsampling(IMAGE, 4),
                new Downsampling(Shape.of(2, 9), 3),
                new Downsampling(Shape.of(12), 2),
                Blur.of(IMAGE, 1.3),
                Blur.of(IMAGE, 4, Blur.Edges.ZERO),
                Blur.of(Shape.of(2, 9), 0.8),
                Blur.of(Shape.of(20), 2, Blur.Edges.ZERO),
                CompressedSensing.of(IMAGE, 0.3, 5),
                CompressedSensing.of(Shape.of(9), 0.5, 5),
                Blur.of(IMAGE, 1.3).then(new Downsampling(IMAGE, 2)),
                Inpainting.columns(12, 0, 5, 7).then(CompressedSensing.of(Shape.of(9), 0.7, 1)),
                Blur.of(Shape.of(12), 1).then(new Downsampling(Shape.of(12), 3)).then(Inpainting.columns(4, 1)),
                LinearOperator.of(Shape.of(4), Operators::differences),
                LinearOperator.of(Shape.of(4), Operators::differences, Operators::sums));
    }

    /** (x₁ - x₀, x₂ - x₁, x₃ - x₂). */
    static Tensor differences(Tensor x) {
        return x.slice(1, 1, 4).minus(x.slice(1, 0, 3));
    }

    /** The transpose: (-y₀, y₀ - y₁, y₁ - y₂, y₂). */
    static Tensor sums(Tensor y) {
        Tensor zero = y.slice(1, 0, 1).times(0);
        return Tensor.concat(List.of(zero, y), 1).minus(Tensor.concat(List.of(y, zero), 1));
    }
}
