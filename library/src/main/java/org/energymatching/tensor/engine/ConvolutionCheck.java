package org.energymatching.tensor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Checks whether oneDNN computes a form of convolution correctly on this processor, once for every form in a network.
 *
 * <p>oneDNN 3.7.1 pads channels to a block of 8 or 16, and on some processors the memory behind them affects the result. Each
 * form is computed with the channels last, with its derivatives where the engine may take them, and compared with the engine's
 * own kernel in double precision, which does not use oneDNN.
 *
 * <p>oneDNN 3.7.1 must not make kernels in two threads at once: its choice of a kernel for the derivative then varies from run
 * to run, and what it chooses may end the process. So the kernels of each shape are made here, by one thread at a time, before
 * the shape is first computed.
 */
final class ConvolutionCheck {

    /** The verdict for each form whose kernels are made; they are only added by a thread that holds its lock. */
    private static final Map<Form, Boolean> VERDICTS = new ConcurrentHashMap<>();

    private static final long MOST_ROWS = 3;

    private static final int TIMES = 3;
    private static final long BLOCK = 16;
    private static final double LARGE = 1e6;
    private static final double TOLERANCE = 1e-3;
    private static final double TOLERANCE_OF_16_BITS = 2e-2;

    /** Numbers of channels that leave tails in a block of 8 or of 16. */
    private static final long[] UNEVEN = {1, 3, 8, 12, 24, 40};

    /** Computed at first use. */
    private static final class Contiguous {
        static final boolean PASS = contiguous();
    }

    private ConvolutionCheck() {}

    /** All that oneDNN's choice of a kernel depends on. */
    private record Form(
            Convolution convolution,
            boolean transposed,
            boolean biased,
            ScalarType type,
            List<Long> x,
            List<Long> weight) {

        /** The same form with so few rows that its check costs little. */
        Form ofFewRows() {
            List<Long> few = List.of(Math.min(x.get(0), MOST_ROWS), x.get(1), x.get(2), x.get(3));
            return new Form(convolution, transposed, false, type, few, weight);
        }
    }

    /**
     * Always on a GPU, which has its own kernels. Never where the engine may differentiate twice: it then uses rows as
     * channels, which are contiguous and seldom fill a block.
     */
    static boolean passes(Convolution convolution, boolean transposed, Tensor x, Tensor weight, boolean biased) {
        if (!x.is_cpu()) {
            return true;
        }
        if (convolution.order() > 1) {
            return false;
        }
        return verdict(
                new Form(convolution, transposed, biased, x.scalar_type().intern(), extents(x), extents(weight)));
    }

    private static boolean verdict(Form form) {
        Boolean known = VERDICTS.get(form);
        if (known != null) {
            return known;
        }
        synchronized (VERDICTS) {
            Form checked = form.ofFewRows();
            if (!VERDICTS.containsKey(checked)) {
                VERDICTS.put(checked, tried(checked));
            }
            boolean passes = VERDICTS.get(checked);
            if (passes && !VERDICTS.containsKey(form)) {
                makeKernels(form);
            }
            VERDICTS.put(form, passes);
            return passes;
        }
    }

    /** Computes once, so that oneDNN has the kernels of this shape in its cache. */
    private static void makeKernels(Form form) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode recording = new AutoGradMode(true)) {
            results(
                    form,
                    noise(form.x(), 1).to(form.type()),
                    noise(form.weight(), 2).to(form.type()));
        }
    }

    private static List<Long> extents(Tensor tensor) {
        return List.of(tensor.size(0), tensor.size(1), tensor.size(2), tensor.size(3));
    }

    /** More than once, since the memory behind the channels may be zero by chance. */
    private static boolean tried(Form form) {
        double tolerance = form.type() == ScalarType.BFloat16 ? TOLERANCE_OF_16_BITS : TOLERANCE;
        try (PointerScope scope = new PointerScope();
                AutoGradMode recording = new AutoGradMode(true)) {
            Tensor x = noise(form.x(), 1).to(form.type());
            Tensor weight = noise(form.weight(), 2).to(form.type());
            List<Tensor> exact = results(form, x.to(ScalarType.Double), weight.to(ScalarType.Double));
            return IntStream.range(0, TIMES).allMatch(time -> {
                fillFreedMemory(exact);
                return error(results(form, x, weight), exact) < tolerance;
            });
        }
    }

    /** Frees blocks of the sizes that oneDNN will allocate, filled with large numbers, so that what it reads by mistake is not zero. */
    private static void fillFreedMemory(List<Tensor> like) {
        try (PointerScope scope = new PointerScope()) {
            for (Tensor each : like) {
                for (long channels = BLOCK; channels <= 4 * BLOCK; channels += BLOCK) {
                    torch.full(new long[] {each.size(0), channels, each.size(2), each.size(3)}, new Scalar(LARGE));
                }
            }
        }
    }

    /** The largest difference of any result from the exact one, as a share of its largest number. */
    private static double error(List<Tensor> found, List<Tensor> exact) {
        double worst = 0;
        for (int i = 0; i < exact.size(); i++) {
            double difference = found.get(i)
                    .to(ScalarType.Double)
                    .sub(exact.get(i))
                    .abs()
                    .max()
                    .item_double();
            double share = difference / exact.get(i).abs().max().item_double();
            worst = share <= worst ? worst : share; // NaN is the worst
        }
        return worst;
    }

    /** y and, where it may be differentiated, its derivatives with respect to x and the weights. */
    private static List<Tensor> results(Form form, Tensor x, Tensor weight) {
        boolean recorded = form.convolution().order() > 0;
        Tensor input = x.detach().requires_grad_(recorded);
        Tensor window = weight.detach().requires_grad_(recorded);
        TensorOptional bias = form.biased()
                ? new TensorOptional(
                        torch.zeros(form.weight().get(0)).to(form.type()).requires_grad_(recorded))
                : new TensorOptional();
        Tensor y = form.transposed()
                ? form.convolution().oneDnnTransposed(input, window, side(form, 0), side(form, 1))
                : form.convolution().oneDnn(input, window, bias);
        if (!recorded) {
            return List.of(y);
        }
        Tensor g = noise(extents(y), 3).to(form.type()).to(y.scalar_type());
        TensorVector found = torch.grad(
                new TensorVector(y),
                form.biased() ? new TensorVector(input, window, bias.get()) : new TensorVector(input, window),
                new TensorVector(g),
                new BoolOptional(),
                false,
                false);
        return List.of(y, new Tensor(found.get(0)), new Tensor(found.get(1)));
    }

    /** The side of an image that windows cover to the last pixel. */
    private static long side(Form form, int axis) {
        Convolution convolution = form.convolution();
        long stride = axis == 0 ? convolution.strideDown() : convolution.strideAcross();
        long padding = axis == 0 ? convolution.paddingDown() : convolution.paddingAcross();
        return (form.x().get(2 + axis) - 1) * stride
                - 2 * padding
                + form.weight().get(2 + axis);
    }

    /** Numbers between -1 and 1 without a pattern. */
    private static Tensor noise(List<Long> shape, int stream) {
        long[] extents = shape.stream().mapToLong(Long::longValue).toArray();
        long size = 1;
        for (long extent : extents) {
            size *= extent;
        }
        return torch.arange(new Scalar(size))
                .to(ScalarType.Double)
                .add_(new Scalar(stream * 0.37))
                .sin_()
                .mul_(new Scalar(43758.5453))
                .frac_()
                .to(ScalarType.Float)
                .reshape(extents);
    }

    /** Whether convolutions of contiguous images, as in other programs, are correct for any number of channels. */
    static boolean contiguousPass() {
        return Contiguous.PASS;
    }

    private static boolean contiguous() {
        Convolution convolution = Convolution.square(1, 1, 0);
        for (long in : UNEVEN) {
            for (long out : UNEVEN) {
                try (PointerScope scope = new PointerScope()) {
                    Tensor x = noise(List.of(MOST_ROWS, in, 8L, 8L), 1);
                    Tensor weight = noise(List.of(out, in, 3L, 3L), 2);
                    Tensor exact = convolution.oneDnn(
                            x.to(ScalarType.Double), weight.to(ScalarType.Double), new TensorOptional());
                    Tensor found = torch.conv2d(
                            x,
                            weight,
                            new TensorOptional(),
                            new long[] {1, 1},
                            new long[] {1, 1},
                            new long[] {1, 1},
                            1);
                    double difference =
                            found.to(ScalarType.Double).sub(exact).abs().max().item_double();
                    if (!(difference < TOLERANCE * exact.abs().max().item_double())) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Checks the forms that image networks consist of. */
    static List<ConvolutionVerdict> common() {
        List<ConvolutionVerdict> verdicts = new ArrayList<>();
        for (boolean narrow : new boolean[] {false, true}) {
            String precision = narrow ? " in bfloat16" : "";
            int order = narrow ? 0 : 1;
            verdicts.add(verdict("3x3" + precision, narrow, order, 64, 64, 3, 1));
            verdicts.add(verdict("3x3 of 1 channel" + precision, narrow, order, 1, 32, 3, 1));
            verdicts.add(verdict("3x3 of 3 channels" + precision, narrow, order, 3, 32, 3, 1));
            verdicts.add(verdict("3x3 to 1 channel" + precision, narrow, order, 32, 1, 3, 1));
            verdicts.add(verdict("3x3 to 3 channels" + precision, narrow, order, 32, 3, 3, 1));
            verdicts.add(verdict("3x3 of every second pixel" + precision, narrow, order, 64, 64, 3, 2));
            verdicts.add(verdict("1x1" + precision, narrow, order, 32, 64, 1, 1));
            verdicts.add(verdict("4x4 patches" + precision, narrow, order, 3, 96, 4, 4));
        }
        return verdicts;
    }

    private static ConvolutionVerdict verdict(
            String name, boolean narrow, int order, long in, long out, int window, int stride) {
        Convolution convolution = Convolution.square(stride, window == 3 ? 1 : 0, order);
        Form form = new Form(
                convolution,
                false,
                false,
                narrow ? ScalarType.BFloat16 : ScalarType.Float,
                List.of(MOST_ROWS, in, 16L, 16L),
                List.of(out, in, (long) window, (long) window));
        return new ConvolutionVerdict(name, verdict(form));
    }
}
