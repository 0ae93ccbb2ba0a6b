package org.energymatching.inverse;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Constant;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * A Gaussian blur along both axes of an image, or along a vector: y = K_H x K_Wᵀ in every channel.
 *
 * <pre>(K x)ᵢ = Σ_d w_d x_{i+d},  w_d ∝ exp(-d² / (2σ²)),  |d| ≤ round(4σ),  Σ w = 1</pre>
 *
 * <p>K is a matrix, so that the transpose Kᵀ is exact at the edges too.
 */
public final class Blur implements LinearOperator {

    private static final double DEVIATIONS = 4;
    private static final int LONGEST_AXIS = 20_000;

    /** The values beyond the edges. */
    public enum Edges {
        /** The mirrored image: c b a | a b c. The brightness does not change. */
        REFLECT,
        /** Zeros, which is grey for pixels in [-1, 1]: the image fades towards the edges. */
        ZERO
    }

    private final Shape inputShape;
    private final double sigma;
    private final Constant vertical;
    private final Constant horizontal;

    private Blur(Shape inputShape, double sigma, Edges edges) {
        if (!(sigma > 0 && sigma < 1e6)) {
            throw new UsageException(
                    "A blur of deviation " + sigma + " was asked for.",
                    "The deviation is a positive number of pixels.",
                    "Pass 1 or 2 for pictures of 32 pixels.");
        }
        Plane plane = Plane.of(inputShape);
        if (Math.max(plane.height(), plane.width()) > LONGEST_AXIS) {
            throw new UsageException(
                    "A blur of " + inputShape + " was asked for.",
                    "A blur along an axis is a matrix, and axes have at most " + LONGEST_AXIS + " pixels.",
                    "Cut the rows into pieces.");
        }
        this.inputShape = inputShape;
        this.sigma = sigma;
        this.vertical = matrix(plane.height(), sigma, edges);
        this.horizontal = matrix(plane.width(), sigma, edges);
    }

    /** A blur with mirrored edges; σ in pixels. */
    public static Blur of(Shape inputShape, double sigma) {
        return of(inputShape, sigma, Edges.REFLECT);
    }

    /** A blur; σ in pixels. */
    public static Blur of(Shape inputShape, double sigma, Edges edges) {
        return new Blur(inputShape, sigma, edges);
    }

    /** K for an axis of n pixels, row-major. */
    private static Constant matrix(int n, double sigma, Edges edges) {
        int radius = Math.max(1, (int) (DEVIATIONS * sigma + 0.5));
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int d = -radius; d <= radius; d++) {
            weights[radius + d] = Math.exp(-0.5 * d * d / (sigma * sigma));
            sum += weights[radius + d];
        }
        double[] rows = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int d = -radius; d <= radius; d++) {
                int source = edges == Edges.REFLECT ? mirrored(i + d, n) : i + d;
                if (source >= 0 && source < n) {
                    rows[i * n + source] += weights[radius + d] / sum;
                }
            }
        }
        return Constant.of(DoubleMatrix.rounded(rows), Shape.of(n, n));
    }

    private static int mirrored(int index, int n) {
        int within = Math.floorMod(index, 2 * n);
        return within < n ? within : 2 * n - 1 - within;
    }

    @Override
    public Tensor apply(Tensor x) {
        RowBlock.require(x, inputShape, this);
        Tensor along = x.matmul(horizontal.on(x.device()).transpose());
        return inputShape.rank() < 3 ? along : vertical.on(x.device()).matmul(along);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        RowBlock.require(y, inputShape, "The transpose of a blur");
        Tensor along = y.matmul(horizontal.on(y.device()));
        return inputShape.rank() < 3
                ? along
                : vertical.on(y.device()).transpose().matmul(along);
    }

    @Override
    public Shape inputShape() {
        return inputShape;
    }

    @Override
    public Shape outputShape() {
        return inputShape;
    }

    /** Each output is a weighted mean of inputs, and of zeros where edges are zero. */
    @Override
    public Range reach(Range x) {
        return new Range(Math.min(0, x.low()), Math.max(0, x.high()));
    }

    @Override
    public String toString() {
        return "A blur of " + inputShape + " by " + sigma + " pixels";
    }
}
