package org.energymatching.tensor;

import static org.energymatching.tensor.engine.Binding.longs;
import static org.energymatching.tensor.engine.Binding.result;

import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Standard normal deviates as a function of a generator, a row and a column, computed on the device of their use.
 *
 * <p>The bits of row i are those of {@code rng.at(i)}: numbers of 64 bits that SplitMix64 hashes from a counter, here by
 * operations on whole tensors. Number j gives the deviates of columns 2j and 2j + 1 (Box and Muller 1958) from its upper 40
 * bits h, read as a signed number, and its lower 24 bits l:
 *
 * <pre>
 * r = √(-2 ln((h + 2³⁹ + ½) 2⁻⁴⁰)),   θ = 2π l 2⁻²⁴,   z_(2j) = r cos θ,   z_(2j+1) = r sin θ
 * </pre>
 *
 * <p>So the noise of a row does not depend on the other rows, on the number of threads, or, up to the last bits of the
 * logarithm and the cosine, on the device. No deviate is beyond 7.5. The noise of many steps is the same if drawn at once, and
 * costs far less.
 */
public final class Noise {

    private static final int LOWER_BITS = 24;
    private static final Scalar LOWER = constant(new Scalar((1L << LOWER_BITS) - 1));
    private static final Scalar SHIFT = constant(new Scalar(LOWER_BITS));
    private static final Scalar MIDDLE = constant(new Scalar(0x1p39 + 0.5));
    private static final Scalar UNIT = constant(new Scalar(0x1p-40));
    private static final Scalar MINUS_TWO = constant(new Scalar(-2.0));
    private static final Scalar RADIANS = constant(new Scalar(2 * Math.PI * 0x1p-24));
    private static final Scalar FIRST = constant(new Scalar(Rng.FIRST));
    private static final Scalar SECOND = constant(new Scalar(Rng.SECOND));
    private static final Unsigned BY_30 = new Unsigned(30);
    private static final Unsigned BY_27 = new Unsigned(27);
    private static final Unsigned BY_31 = new Unsigned(31);

    private Noise() {}

    /**
     * Noise of consecutive rows.
     *
     * @param rng row i is that of {@code rng.at(first + i)}
     * @param first the number of the first row
     * @param shape (rows, …)
     * @param device the device of the noise
     */
    public static Tensor normal(Rng rng, long first, Shape shape, Device device) {
        return normal(rng, numbers(first, shape.at(0)), shape.row(), device);
    }

    /** Noise of the rows with these numbers: (rows, …), each of shape {@code row}. */
    public static Tensor normal(Rng rng, long[] rows, Shape row, Device device) {
        return normal(List.of(rng), rows, row, device, row.batch(rows.length));
    }

    /** Noise of these rows for several steps, each with its own generator: (steps, rows, …). */
    public static Tensor normal(List<Rng> steps, long[] rows, Shape row, Device device) {
        return normal(steps, rows, row, device, row.batch(rows.length).batch(steps.size()));
    }

    /** The numbers of consecutive rows. */
    public static long[] numbers(long first, long rows) {
        return LongStream.range(first, first + rows).toArray();
    }

    private static Tensor normal(List<Rng> steps, long[] rows, Shape row, Device device, Shape shape) {
        int width = row.length();
        long[] keys = new long[steps.size() * rows.length];
        for (int s = 0; s < steps.size(); s++) {
            for (int i = 0; i < rows.length; i++) {
                keys[s * rows.length + i] = steps.get(s).childKey(rows[i]);
            }
        }
        long[] counter = new long[(width + 1) / 2];
        for (int j = 0; j < counter.length; j++) {
            counter[j] = (j + 1) * Rng.GOLDEN;
        }
        return Scope.around(() -> result(() -> {
            var bits = mix(longs(keys, device).reshape(-1, 1).add(longs(counter, device)));
            var pairs = deviates(bits);
            var deviates = width % 2 == 0
                    ? pairs
                    : pairs.reshape(keys.length, -1).slice(1, new LongOptional(0), new LongOptional(width), 1);
            return deviates.reshape(shape.extents());
        }));
    }

    /** Two deviates of each of these numbers, side by side along a new last axis. */
    private static org.bytedeco.pytorch.Tensor deviates(org.bytedeco.pytorch.Tensor bits) {
        var radius = bits.bitwise_right_shift(SHIFT)
                .to(torch.ScalarType.Double)
                .add_(MIDDLE)
                .mul_(UNIT)
                .log_()
                .mul_(MINUS_TWO)
                .sqrt_()
                .to(torch.ScalarType.Float);
        var angle = bits.bitwise_and_(LOWER).to(torch.ScalarType.Float).mul_(RADIANS);
        TensorVector both = new TensorVector();
        both.push_back(angle.cos().mul_(radius));
        both.push_back(angle.sin_().mul_(radius));
        return torch.stack(both, -1);
    }

    /** The finaliser of SplitMix64, as {@link Rng} computes it, in place. */
    private static org.bytedeco.pytorch.Tensor mix(org.bytedeco.pytorch.Tensor z) {
        z.bitwise_xor_(BY_30.shifted(z)).mul_(FIRST);
        z.bitwise_xor_(BY_27.shifted(z)).mul_(SECOND);
        return z.bitwise_xor_(BY_31.shifted(z));
    }

    /** A logical shift to the right; the engine's own shift is arithmetic. */
    private record Unsigned(Scalar bits, Scalar mask) {

        Unsigned(int bits) {
            this(constant(new Scalar(bits)), constant(new Scalar(-1L >>> bits)));
        }

        org.bytedeco.pytorch.Tensor shifted(org.bytedeco.pytorch.Tensor z) {
            return z.bitwise_right_shift(bits).bitwise_and_(mask);
        }
    }

    /** Not owned by the scope that is open when this class is loaded. */
    private static Scalar constant(Scalar scalar) {
        return scalar.retainReference();
    }
}
