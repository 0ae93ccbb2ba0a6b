package org.energymatching.nn;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A convolution of sequences that lie position by position: (L · B, in) to (L' · B, out), row l · B + b being position l of
 * sequence b.
 *
 * <pre>y_l = b + Σ_k W_k x_(stride·l + k - padding),   zeros beyond the ends</pre>
 *
 * @param name its prefix in the state dict
 * @param in channels before
 * @param out channels after
 * @param kernel the length of its window
 * @param stride how far the window moves
 * @param padding zeros before and after the sequence
 * @param length L
 */
record Conv1d(String name, int in, int out, int kernel, int stride, int padding, int length) implements Layer {

    /** A window of odd length that keeps the sequence's. */
    static Conv1d same(String name, int in, int out, int kernel, int length) {
        return new Conv1d(name, in, out, kernel, 1, kernel / 2, length);
    }

    /** Half the length, by windows of four. */
    static Conv1d halving(String name, int in, int out, int length) {
        return new Conv1d(name, in, out, 4, 2, 1, length);
    }

    @Override
    public Stream<ParameterSpec> parameters() {
        double bound = 1 / Math.sqrt((double) in * kernel);
        return Stream.of(
                new ParameterSpec(name + ".weight", Shape.of(out, in, kernel), bound),
                new ParameterSpec(name + ".bias", Shape.of(out), bound));
    }

    @Override
    public Traced trace(Tensor x, Pass pass) {
        Tensor weight = pass.weight(name + ".weight");
        Tensor bias = pass.weight(name + ".bias");
        if (kernel == 1) {
            return Linear.apply(x, weight.reshape(out, in), bias);
        }
        Tensor window = weight.reshape(out, in, kernel, 1);
        long rows = x.shape().at(0) / length;
        Tensor y = Tensor.result(() -> torch.conv2d(
                picture(x, length, rows).unwrap(),
                window.unwrap(),
                new TensorOptional(bias.unwrap()),
                new long[] {stride, 1},
                new long[] {padding, 0},
                new long[] {1, 1},
                1));
        return new Traced(
                positions(y), List.of(window), gradient -> positions(back(picture(gradient, after(), rows), window)));
    }

    /** L'. */
    int after() {
        return (length + 2 * padding - kernel) / stride + 1;
    }

    /** The transposed convolution: for unit steps one with the window turned round. */
    private Tensor back(Tensor gradient, Tensor window) {
        if (stride == 1) {
            return Tensor.result(() -> torch.conv2d(
                    gradient.unwrap(),
                    window.unwrap().transpose(0, 1).flip(2),
                    new TensorOptional(),
                    new long[] {1, 1},
                    new long[] {kernel - 1 - padding, 0},
                    new long[] {1, 1},
                    1));
        }
        return Tensor.result(() -> torch.conv_transpose2d(
                gradient.unwrap(),
                window.unwrap(),
                new TensorOptional(),
                new long[] {stride, 1},
                new long[] {padding, 0},
                new long[] {(length + 2 * padding - kernel) % stride, 0},
                1,
                1,
                1));
    }

    /** The sequences as one picture with a column for each, channels last: the same numbers in the same order. */
    private static Tensor picture(Tensor x, long length, long rows) {
        Tensor apart = x.reshape(1, length, rows, -1);
        return Tensor.result(() -> apart.unwrap().permute(0, 3, 1, 2));
    }

    private static Tensor positions(Tensor picture) {
        return Tensor.result(() -> picture.unwrap().permute(0, 2, 3, 1))
                .reshape(-1, picture.shape().at(1));
    }
}
