package org.energymatching.data.toy;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * Points on a smooth surface M of known dimension d in D dimensions: test data for estimates of intrinsic dimension.
 *
 * <p>There is also an exact potential, V(x) = ½ k |r(x)|², where r vanishes on M and nowhere near it, and has as
 * many independent gradients on M as there are normal directions. So at a point of M exactly d eigenvalues of V's Hessian are
 * zero, and the others are k or more.
 */
public final class Manifold implements Distribution {

    private static final double ROOT2 = Math.sqrt(2);

    private final String name;
    private final int intrinsicDimension;
    private final int dimensions;
    private final Draw draw;
    private final UnaryOperator<Tensor> residual;

    @FunctionalInterface
    private interface Draw {
        void draw(RandomGenerator rng, float[] out, int offset);
    }

    private Manifold(
            String name,
            int intrinsicDimension,
            int dimensions,
            Draw draw,
            UnaryOperator<Tensor> residual,
            boolean exists) {
        if (intrinsicDimension < 1 || !exists) {
            throw new UsageException(
                    "The surface " + name + " was asked for.",
                    "A surface has one dimension or more, fewer than the space around it, and a size above zero.",
                    "Choose for example Manifold.sphere(2).");
        }
        this.name = name;
        this.intrinsicDimension = intrinsicDimension;
        this.dimensions = dimensions;
        this.draw = draw;
        this.residual = residual;
    }

    /** The sphere S^d in d + 1 dimensions, uniformly, scaled so that the coordinates have variance 1. */
    public static Manifold sphere(int d) {
        return sphere(d, Math.sqrt(d + 1.0));
    }

    /** The sphere S^d of a radius in d + 1 dimensions, uniformly; r(x) = |x| - radius. */
    public static Manifold sphere(int d, double radius) {
        return new Manifold(
                "Sphere(" + d + ", " + radius + ")",
                d,
                d + 1,
                (rng, out, offset) -> {
                    double[] z = new double[d + 1];
                    double square = 0;
                    for (int i = 0; i < z.length; i++) {
                        z[i] = rng.nextGaussian();
                        square += z[i] * z[i];
                    }
                    for (int i = 0; i < z.length; i++) {
                        out[offset + i] = (float) (radius * z[i] / Math.sqrt(square));
                    }
                },
                x -> x.square().sumPerRow().sqrt().minus(radius).reshape(-1, 1),
                isSize(radius));
    }

    /**
     * The flat torus: d circles of radius √2, each in its own plane, in 2d dimensions, uniformly; for d = 2 Clifford's.
     * r_i(x) = √(x_2i² + x_2i+1²) - √2.
     */
    public static Manifold cliffordTorus(int d) {
        return new Manifold(
                "CliffordTorus(" + d + ")",
                d,
                2 * d,
                (rng, out, offset) -> {
                    for (int i = 0; i < d; i++) {
                        double angle = 2 * Math.PI * rng.nextDouble();
                        out[offset + 2 * i] = (float) (ROOT2 * Math.cos(angle));
                        out[offset + 2 * i + 1] = (float) (ROOT2 * Math.sin(angle));
                    }
                },
                x -> x.square().reshape(-1, d, 2).sum(2).sqrt().minus(ROOT2),
                true);
    }

    /** The Swiss roll of scale 0.14, whose coordinates have variances near 1. */
    public static Manifold swissRoll() {
        return swissRoll(0.14);
    }

    /**
     * The Swiss roll, a rolled-up rectangle in 3 dimensions: (s t cos t, h, s t sin t) with t uniform on [3π/2, 9π/2] and h on
     * [-√3, √3]. On the roll, the square of r's gradient is 1 along the normal and 0 along the tangents.
     *
     * <pre>r(x) = ((x_1, x_3) - ρ (cos(ρ/s), sin(ρ/s)))/√(1 + (ρ/s)²),   ρ = |(x_1, x_3)|</pre>
     *
     * @param scale s; 1 for the classical roll
     */
    public static Manifold swissRoll(double scale) {
        return new Manifold(
                "SwissRoll(" + scale + ")",
                2,
                3,
                (rng, out, offset) -> {
                    double t = (1.5 + 3 * rng.nextDouble()) * Math.PI;
                    out[offset] = (float) (scale * t * Math.cos(t));
                    out[offset + 1] = (float) (Math.sqrt(3) * (2 * rng.nextDouble() - 1));
                    out[offset + 2] = (float) (scale * t * Math.sin(t));
                },
                x -> {
                    Tensor plane = x.columns(0, 2);
                    Tensor rho = plane.square().sumPerRow().sqrt().reshape(-1, 1);
                    Tensor t = rho.times(1 / scale);
                    Tensor roll = Tensor.concat(List.of(t.cos(), t.sin()), 1).times(rho);
                    return plane.minus(roll).dividedBy(t.square().plus(1).sqrt());
                },
                isSize(scale));
    }

    /**
     * A helix in 3 dimensions, (√2 cos t, √2 sin t, t/π) with t uniform on [-√3 π, √3 π]: every coordinate has a variance
     * near 1. r(x) is the difference from the point of the helix at the same height.
     */
    public static Manifold helix() {
        return new Manifold(
                "Helix",
                1,
                3,
                (rng, out, offset) -> {
                    double t = Math.sqrt(3) * Math.PI * (2 * rng.nextDouble() - 1);
                    out[offset] = (float) (ROOT2 * Math.cos(t));
                    out[offset + 1] = (float) (ROOT2 * Math.sin(t));
                    out[offset + 2] = (float) (t / Math.PI);
                },
                x -> {
                    Tensor t = x.columns(2).times(Math.PI);
                    return x.columns(0, 1)
                            .minus(Tensor.concat(List.of(t.cos(), t.sin()), 1).times(ROOT2));
                },
                true);
    }

    /** The first d of D axes, with normal numbers along them and zeros in the others. r(x) is the other coordinates. */
    public static Manifold linearSubspace(int d, int dimensions) {
        return new Manifold(
                "LinearSubspace(" + d + ", " + dimensions + ")",
                d,
                dimensions,
                (rng, out, offset) -> {
                    for (int i = 0; i < dimensions; i++) {
                        out[offset + i] = i < d ? (float) rng.nextGaussian() : 0;
                    }
                },
                x -> x.slice(1, d, dimensions),
                dimensions > d);
    }

    private static boolean isSize(double size) {
        return size > 0 && size < Double.POSITIVE_INFINITY;
    }

    /**
     * This surface in a space of D dimensions, rotated at random: x = Q p with the orthonormal columns of Q, of uniform direction.
     * Its r is that of p = Qᵀx, concatenated with Rᵀx for the columns R that are orthogonal to Q.
     */
    public Manifold in(int ambient, long seed) {
        int m = dimensions;
        float[] frame = ambient < m ? new float[0] : frame(ambient, Rng.of(seed).stream("frame"));
        return new Manifold(
                this + " in " + ambient + " dimensions, rotated by seed " + seed,
                intrinsicDimension,
                ambient,
                (rng, out, offset) -> {
                    float[] p = new float[m];
                    draw(rng, p, 0);
                    for (int i = 0; i < ambient; i++) {
                        int row = i * ambient;
                        out[offset + i] = (float) IntStream.range(0, m)
                                .mapToDouble(j -> (double) frame[row + j] * p[j])
                                .sum();
                    }
                },
                x -> {
                    Tensor rotated = x.matmul(Tensor.of(frame, Shape.of(ambient, ambient), x.device()));
                    Tensor inside = residual(rotated.slice(1, 0, m));
                    return m == ambient ? inside : Tensor.concat(List.of(inside, rotated.slice(1, m, ambient)), 1);
                },
                ambient >= m);
    }

    /** (Q, R), row-major: the eigenvectors of a matrix of normal numbers have no preferred direction. */
    private static float[] frame(int dimensions, Rng rng) {
        double[] random = new double[dimensions * dimensions];
        for (int i = 0; i < dimensions; i++) {
            for (int j = 0; j <= i; j++) {
                random[i * dimensions + j] = rng.nextGaussian() * (i == j ? ROOT2 : 1);
            }
        }
        return DoubleMatrix.rounded(new DoubleMatrix(dimensions, dimensions, random)
                .eigen()
                .vectors()
                .values());
    }

    /** d, the number of tangent directions of M. */
    public int intrinsicDimension() {
        return intrinsicDimension;
    }

    /** D, the number of coordinates of a point. */
    public int dimensions() {
        return dimensions;
    }

    /** r: the deviation of each row from M, in as many numbers as there are normal directions, or more; (B, D) to (B, m). */
    public Tensor residual(Tensor x) {
        return residual.apply(x);
    }

    /** ½ k |r(x)|² for a stiffness k. */
    public Potential potential(double stiffness) {
        return x -> residual(x).square().sumPerRow().times(stiffness / 2);
    }

    @Override
    public Shape shape() {
        return Shape.of(dimensions);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        draw.draw(rng, out, offset);
    }

    /** As in {@code Sphere(2, 1.0) in 5 dimensions, rotated by seed 1}. */
    @Override
    public String toString() {
        return name;
    }
}
