package org.energymatching.tensor;

import static org.energymatching.tensor.engine.Binding.deviceOf;
import static org.energymatching.tensor.engine.Binding.longs;
import static org.energymatching.tensor.engine.Binding.on;
import static org.energymatching.tensor.engine.Binding.options;
import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.selected;
import static org.energymatching.tensor.engine.Binding.vector;
import static org.energymatching.tensor.engine.Binding.wrapCopy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.tensor.engine.Binding;
import org.energymatching.tensor.engine.DoubleMatrix;
import org.energymatching.tensor.engine.Engine;

/**
 * An array of 32-bit floats in the engine, with the operations of potentials.
 *
 * <p>An immutable value: every operation returns a new tensor, and is recorded for differentiation where an operand is recorded
 * ({@link Autodiff}). Shapes broadcast as in NumPy. {@link #of} makes tensors from Java values, and {@link #floats} reads them
 * back. Tensors need not be freed by hand: those made in the library's scopes are freed with them, others by the garbage
 * collector.
 */
public final class Tensor implements AutoCloseable {

    /** Distances are computed from differences: from products, those of near points lose digits. */
    private static final long WITHOUT_PRODUCTS = 2;

    static {
        Binding.open(new Binding.Access(tensor -> tensor.value, Tensor::new));
    }

    private final org.bytedeco.pytorch.Tensor value;

    private Tensor(org.bytedeco.pytorch.Tensor value) {
        this.value = value;
    }

    // ---- In and out -------------------------------------------------------------------------------------------

    /** A tensor with a copy of these values, row-major, on the processor. */
    public static Tensor of(float[] values, Shape shape) {
        return of(values, shape, Device.cpu());
    }

    /** A tensor with a copy of these values, row-major. */
    public static Tensor of(float[] values, Shape shape, Device device) {
        if (shape.size() != values.length) {
            throw new UsageException(
                    values.length + " values do not fill the shape " + shape + ".",
                    "A tensor of this shape takes " + shape.size() + " values.",
                    "Pass the shape that the values were laid out for.");
        }
        return result(() -> {
            org.bytedeco.pytorch.Tensor made = torch.empty(shape.extents());
            Engine.countUpload(values.length);
            if (values.length > 0) {
                floatsOf(made, values.length).put(values);
            }
            return on(device, made);
        });
    }

    /** The vector of these values. */
    public static Tensor of(float... values) {
        return of(values, Shape.of(values.length));
    }

    /** The vector of these values, rounded to floats. */
    public static Tensor of(double[] values) {
        return of(values, Device.cpu());
    }

    /** The vector of these values, rounded to floats. */
    public static Tensor of(double[] values, Device device) {
        return of(DoubleMatrix.rounded(values), Shape.of(values.length), device);
    }

    /** All zeros, on the processor. */
    public static Tensor zeros(Shape shape) {
        return zeros(shape, Device.cpu());
    }

    /** All zeros. */
    public static Tensor zeros(Shape shape, Device device) {
        return result(() -> device.equals(Device.cpu())
                ? torch.zeros(shape.extents())
                : torch.zeros(shape.extents(), options(device, torch.ScalarType.Float)));
    }

    /** One number everywhere. */
    public static Tensor full(Shape shape, double number, Device device) {
        return result(() -> device.equals(Device.cpu())
                ? torch.full(shape.extents(), new Scalar(number))
                : torch.full(shape.extents(), new Scalar(number), options(device, torch.ScalarType.Float)));
    }

    /** All ones, on the processor. */
    public static Tensor ones(Shape shape) {
        return result(() -> torch.ones(shape.extents()));
    }

    /** The vector of these values in double precision. */
    public static Tensor ofDoubles(double[] values, Device device) {
        return result(() -> {
            var made = torch.zeros(new long[] {values.length}, new TensorOptions(torch.ScalarType.Double));
            Engine.countUpload(values.length);
            if (values.length > 0) {
                made.data_ptr_double().capacity(values.length).put(values);
            }
            return on(device, made);
        });
    }

    /** The vector of truth values, for {@link #where}. */
    public static Tensor of(boolean[] values, Device device) {
        float[] numbers = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = values[i] ? 1 : 0;
        }
        return of(numbers, Shape.of(numbers.length), device).moreThan(0);
    }

    /** Ones in the shape of this, on its device. */
    public Tensor onesLike() {
        return result(() -> torch.ones_like(value));
    }

    /** Zeros in the shape of this, on its device. */
    public Tensor zerosLike() {
        return result(() -> torch.zeros_like(value));
    }

    /** Its device. */
    public Device device() {
        return Engine.call(() -> deviceOf(value));
    }

    /** The same values on a device; this tensor if it has this device. */
    public Tensor to(Device device) {
        return device().equals(device) ? this : result(() -> on(device, value));
    }

    /** A copy of the values, row-major. */
    public float[] floats() {
        return Engine.call(() -> {
            float[] values = new float[Math.toIntExact(value.numel())];
            Engine.countReadBack(values.length);
            try (Scope scope = Scope.open()) {
                if (values.length > 0) {
                    floatsOf(readable(value), values.length).get(values);
                }
            }
            return values;
        });
    }

    /** The value of a tensor of one element. */
    public double item() {
        Engine.countReadBack(1);
        return Engine.call(value::item_double);
    }

    /** The extents along each axis. */
    public Shape shape() {
        long[] extents = new long[Math.toIntExact(value.dim())];
        Arrays.setAll(extents, value::size);
        return new Shape(extents);
    }

    // ---- Arithmetic -------------------------------------------------------------------------------------------

    /** this + other. */
    public Tensor plus(Tensor other) {
        return result(() -> value.add(other.value));
    }

    /** this + constant. */
    public Tensor plus(double constant) {
        return result(() -> value.add(new Scalar(constant)));
    }

    /** this - other. */
    public Tensor minus(Tensor other) {
        return result(() -> value.sub(other.value));
    }

    /** this - constant. */
    public Tensor minus(double constant) {
        return plus(-constant);
    }

    /** this · other, element by element. */
    public Tensor times(Tensor other) {
        return result(() -> value.mul(other.value));
    }

    /** this · constant. */
    public Tensor times(double constant) {
        return result(() -> value.mul(new Scalar(constant)));
    }

    /** Each row times its factor, rounded to a float: (B, …) and B factors to (B, …). */
    public Tensor timesRows(double... factors) {
        if (Arrays.stream(factors).allMatch(factor -> factor == factors[0])) {
            return factors.length == 0 ? this : times(factors[0]); // the same bits, without an upload
        }
        return timesRows(of(factors, device()));
    }

    /** Each row times its factor: (B, …) and (B) to (B, …). */
    public Tensor timesRows(Tensor factors) {
        return times(column(factors));
    }

    /** Each row plus its number: (B, …) and (B) to (B, …). */
    public Tensor plusRows(Tensor numbers) {
        return plus(column(numbers));
    }

    /** One number for each row in a shape that broadcasts over this: (B) to (B, 1, …). */
    private Tensor column(Tensor numbers) {
        long[] column = new long[Math.toIntExact(value.dim())];
        Arrays.fill(column, 1);
        column[0] = numbers.value.numel();
        return numbers.reshape(column);
    }

    /** this / other, element by element. */
    public Tensor dividedBy(Tensor other) {
        return result(() -> value.div(other.value));
    }

    /** -this. */
    public Tensor negate() {
        return result(value::neg);
    }

    /** this + factor · other, in one pass. */
    public Tensor plusScaled(Tensor other, double factor) {
        return result(() -> value.add(other.value, new Scalar(factor)));
    }

    /** The matrix product (n, k) · (k, m), or batched over leading axes. */
    public Tensor matmul(Tensor other) {
        return result(() -> torch.matmul(value, other.value));
    }

    /** x·Wᵀ + b for x (…, in), W (out, in), b (out). */
    public Tensor linear(Tensor weight, Tensor bias) {
        return result(() -> torch.linear(value, weight.value, new TensorOptional(bias.value)));
    }

    /** W·x + b for points as columns: W (out, in), x (in, B), b (out) to (out, B). */
    public static Tensor affine(Tensor weight, Tensor x, Tensor bias) {
        return result(() -> torch.addmm(bias.value.unsqueeze(1), weight.value, x.value));
    }

    // ---- Functions, element by element ------------------------------------------------------------------------

    /** this². */
    public Tensor square() {
        return result(value::square);
    }

    /** √this. */
    public Tensor sqrt() {
        return result(value::sqrt);
    }

    /** e to the power of this. */
    public Tensor exp() {
        return result(value::exp);
    }

    /** The natural logarithm. */
    public Tensor log() {
        return result(value::log);
    }

    /** The absolute value. */
    public Tensor abs() {
        return result(value::abs);
    }

    /** The sine. */
    public Tensor sin() {
        return result(value::sin);
    }

    /** The cosine. */
    public Tensor cos() {
        return result(value::cos);
    }

    /** The hyperbolic tangent. */
    public Tensor tanh() {
        return result(value::tanh);
    }

    /** max(0, this). */
    public Tensor relu() {
        return result(value::relu);
    }

    /** 1 / (1 + e⁻ˣ). */
    public Tensor sigmoid() {
        return result(value::sigmoid);
    }

    /** this · σ(this): the sigmoid-weighted linear unit, also called swish. */
    public Tensor silu() {
        return result(() -> torch.silu(value));
    }

    /** this · Φ(this): the Gaussian error linear unit. */
    public Tensor gelu() {
        return result(() -> torch.gelu(value));
    }

    /** log(1 + eˣ). */
    public Tensor softplus() {
        return result(() -> torch.softplus(value));
    }

    /** The values limited to [low, high]. */
    public Tensor clamp(double low, double high) {
        return result(() -> value.clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))));
    }

    // ---- Comparisons ------------------------------------------------------------------------------------------

    /** Where this is at most the other, as truth values; a NaN on either side is not. */
    public Tensor atMost(Tensor other) {
        return result(() -> value.le(other.value));
    }

    /** Where this is more than a number, as truth values. */
    public Tensor moreThan(double number) {
        return result(() -> value.gt(new Scalar(number)));
    }

    /** Where both truth values hold. */
    public Tensor and(Tensor other) {
        return result(() -> value.bitwise_and(other.value));
    }

    /** Where a truth value does not hold. */
    public Tensor not() {
        return result(value::bitwise_not);
    }

    /** 1 where a truth value holds and 0 elsewhere. */
    public Tensor indicator() {
        return result(() -> value.to(torch.ScalarType.Float));
    }

    /** Rows of this where the truth value of the row holds, and rows of the other elsewhere: (B, …), (B), (B, …) to (B, …). */
    public Tensor where(Tensor holds, Tensor other) {
        Tensor column = column(holds);
        return result(() -> value.is_meta() // where `where` is not implemented: the same operands
                ? value.add(other.value).mul(column.value)
                : torch.where(column.value, value, other.value));
    }

    /** 1 / x, element by element. */
    public Tensor reciprocal() {
        return result(value::reciprocal);
    }

    /** The larger of each element and a number. */
    public Tensor atLeast(double number) {
        return result(() -> value.clamp_min(new Scalar(number)));
    }

    /** The largest element; NaN if one is. */
    public Tensor max() {
        return result(() -> value.reshape(-1).amax(new long[] {0}, false));
    }

    /** The largest magnitude in each row, NaN if one is: (B, …) to (B). */
    public Tensor largestPerRow() {
        return result(() ->
                torch.maximum(value, value.neg()).reshape(value.size(0), -1).amax(new long[] {1}, false));
    }

    /** Euclidean distances between rows: (n, …) and (m, …) to (n, m). */
    public Tensor distances(Tensor other) {
        if (value.is_meta()) { // where cdist is not implemented: the same operands and shape
            return sum().plus(other.sum()).expand(value.size(0), other.value.size(0));
        }
        return result(() -> torch.cdist(
                value.reshape(value.size(0), -1),
                other.value.reshape(other.value.size(0), -1),
                2,
                new LongOptional(WITHOUT_PRODUCTS)));
    }

    /** The ranks of the elements of a vector from 0, the smallest first; equal ones in their order. */
    public Tensor ranks() {
        return result(() -> value.argsort(true, 0, false).argsort(0, false).to(torch.ScalarType.Float));
    }

    // ---- Sums over axes ---------------------------------------------------------------------------------------

    /** The sum of all elements. */
    public Tensor sum() {
        return result(value::sum);
    }

    /** The sum along these axes, which are removed; negative axes count from the end. */
    public Tensor sum(long... axes) {
        return result(() -> value.sum(axes, false, new ScalarTypeOptional()));
    }

    /** The sum over everything but the first axis: (B, …) to (B). */
    public Tensor sumPerRow() {
        return result(() -> value.reshape(value.size(0), -1).sum(1));
    }

    /** The mean of all elements. */
    public Tensor mean() {
        return result(value::mean);
    }

    /** log Σ exp along an axis, which is removed. */
    public Tensor logSumExp(long axis) {
        return result(() -> value.logsumexp(axis));
    }

    // ---- Form -------------------------------------------------------------------------------------------------

    /** The same elements in another shape; one extent may be -1 and is then computed. */
    public Tensor reshape(long... extents) {
        return result(() -> value.reshape(extents));
    }

    /** The last two axes exchanged. */
    public Tensor transpose() {
        return result(() -> value.transpose(-2, -1));
    }

    /** The rows from {@code from} (inclusive) to {@code to} (exclusive) of the first axis. */
    public Tensor rows(long from, long to) {
        return slice(0, from, to);
    }

    /** The part of the first axis with this number; the axis is removed. */
    public Tensor at(long index) {
        return result(() -> value.select(0, index));
    }

    /** The part of an axis from {@code from} (inclusive) to {@code to} (exclusive). */
    public Tensor slice(long axis, long from, long to) {
        return result(() -> value.slice(axis, new LongOptional(from), new LongOptional(to), 1));
    }

    /** The rows with these numbers, in this order; a number may occur more than once. */
    public Tensor pick(int... numbers) {
        return result(() -> selected(value, 0, longs(numbers, deviceOf(value))));
    }

    /** The values of each row with these numbers, in this order: (B, …) to (B, n). */
    public Tensor columns(int... numbers) {
        return result(() -> selected(value.reshape(value.size(0), -1), 1, longs(numbers, deviceOf(value))));
    }

    /** These rows, with those of these numbers replaced by others; each number occurs once. */
    public Tensor withRows(int[] numbers, Tensor rows) {
        return result(() -> value.index_copy(0, longs(numbers, deviceOf(value)), rows.value));
    }

    /** The parts of an axis that have these lengths, one after another: the inverse of {@link #concat}. */
    public List<Tensor> split(long axis, long... lengths) {
        return list(Engine.call(() -> value.split_with_sizes(lengths, axis)));
    }

    /** The tensors along the first axis, which is removed: the inverse of {@link #stack}. */
    public List<Tensor> unstack() {
        return list(Engine.call(() -> value.unbind(0)));
    }

    /** Tensors concatenated along an axis. */
    public static Tensor concat(List<Tensor> parts, long axis) {
        return result(() -> torch.cat(vector(parts), axis));
    }

    /** Tensors of one shape stacked along a new first axis. */
    public static Tensor stack(List<Tensor> parts) {
        return result(() -> torch.stack(vector(parts), 0));
    }

    /** Expanded along axes of length 1 to another shape, without a copy. */
    public Tensor expand(long... extents) {
        return result(() -> value.expand(extents));
    }

    /** The same values in double precision, for sums that would lose digits. */
    public Tensor doubles() {
        return result(() -> value.to(torch.ScalarType.Double));
    }

    /** The same values rounded to bfloat16: the range of floats with 8 significant bits. */
    public Tensor bfloat16() {
        return result(() -> value.to(torch.ScalarType.BFloat16));
    }

    /** The same values rounded to floats. */
    public Tensor rounded() {
        return result(() -> value.to(torch.ScalarType.Float));
    }

    /** The same values, detached: nothing is differentiated through them. */
    public Tensor detach() {
        return result(value::detach);
    }

    /** Keeps this value beyond the scope that it was made in; its owner closes it. */
    public Tensor own() {
        value.retainReference();
        return this;
    }

    /** Frees the value now; only an owner of long-lived values (parameters, optimizer state) has reason to. */
    @Override
    public void close() {
        value.deallocate();
    }

    /** As in {@code Tensor(128, 2)}. */
    @Override
    public String toString() {
        return "Tensor" + shape();
    }

    private static List<Tensor> list(TensorVector vector) {
        List<Tensor> tensors = new ArrayList<>();
        for (long i = 0; i < vector.size(); i++) {
            tensors.add(wrapCopy(vector.get(i)));
        }
        return tensors;
    }

    /** The values in this process's memory: addresses of another device are invalid here. */
    private static org.bytedeco.pytorch.Tensor readable(org.bytedeco.pytorch.Tensor value) {
        return (value.is_cpu() ? value : value.cpu()).contiguous();
    }

    private static FloatPointer floatsOf(org.bytedeco.pytorch.Tensor contiguous, long count) {
        return contiguous.data_ptr_float().capacity(count);
    }
}
