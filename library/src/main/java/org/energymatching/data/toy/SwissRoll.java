package org.energymatching.data.toy;

import java.util.List;
import java.util.random.RandomGenerator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The Swiss roll, a rolled-up rectangle in 3 dimensions: (s t cos t, h, s t sin t) with t uniform on [3π/2, 9π/2] and h on
 * [-√3, √3].
 *
 * <pre>r(x) = ((x_1, x_3) - ρ (cos(ρ/s), sin(ρ/s)))/√(1 + (ρ/s)²),   ρ = |(x_1, x_3)|:   the way to the roll around the axis</pre>
 *
 * <p>On the roll, the square of r's slope is 1 across it and 0 along it. The classical roll has s = 1.
 *
 * @param scale s; about 0.14 gives the coordinates variances near 1
 */
public record SwissRoll(double scale) implements Manifold {

    private static final double FROM = 1.5 * Math.PI;
    private static final double TO = 4.5 * Math.PI;
    private static final double HALF_WIDTH = Math.sqrt(3);

    /** Checks the scale. */
    public SwissRoll {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "A Swiss roll of scale " + scale + " was asked for.",
                    "Its scale is above zero.",
                    "Choose 1 for the classical roll, or SwissRoll.create().");
        }
    }

    /** The roll whose coordinates have variances near 1. */
    public static SwissRoll create() {
        return new SwissRoll(0.14);
    }

    @Override
    public int intrinsicDimension() {
        return 2;
    }

    @Override
    public Shape shape() {
        return Shape.of(3);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        double t = FROM + (TO - FROM) * rng.nextDouble();
        out[offset] = (float) (scale * t * Math.cos(t));
        out[offset + 1] = (float) (HALF_WIDTH * (2 * rng.nextDouble() - 1));
        out[offset + 2] = (float) (scale * t * Math.sin(t));
    }

    @Override
    public Tensor residual(Tensor x) {
        Tensor a = Manifold.coordinate(x, 0);
        Tensor b = Manifold.coordinate(x, 2);
        Tensor rho = a.square().plus(b.square()).sqrt();
        Tensor t = rho.times(1 / scale);
        Tensor slant = t.square().plus(1).sqrt();
        return Tensor.concat(List.of(a.minus(rho.times(t.cos())), b.minus(rho.times(t.sin()))), 1)
                .dividedBy(slant);
    }
}
