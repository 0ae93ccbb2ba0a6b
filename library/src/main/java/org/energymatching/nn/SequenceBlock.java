package org.energymatching.nn;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Two convolutions beside a skip connection, each with a norm behind it, the first of which the time embedding e scales and
 * shifts:
 *
 * <pre>
 * h = drop(silu(√C g₁ (1 + scale) n(C₁ x) + shift)),   (scale, shift) = E silu(e)
 * y = s(x) + silu(√C g₂ n(C₂ h)),   n(x) = x/‖x‖ over the channels
 * s = a pointwise convolution where channels change, nothing elsewhere
 * </pre>
 *
 * @param name its prefix in the state dict
 * @param in channels before
 * @param out C, channels after
 * @param embedding the length of e
 * @param dropout the rate of units left out
 * @param length of the sequence
 */
record SequenceBlock(String name, int in, int out, int embedding, double dropout, int length) implements Block {

    @Override
    public Stream<ParameterSpec> parameters() {
        Stream<ParameterSpec> body = Stream.of(
                        time().parameters(),
                        first().parameters(),
                        Stream.of(ParameterSpec.constant(name + ".block1.norm.g", Shape.of(1, out, 1), 1)),
                        second().parameters(),
                        Stream.of(ParameterSpec.constant(name + ".block2.norm.g", Shape.of(1, out, 1), 1)))
                .flatMap(part -> part);
        return in == out ? body : Stream.concat(body, skip().parameters());
    }

    @Override
    public Traced trace(Tensor x, Tensor e, Pass pass) {
        return Traced.within(() -> computed(x, e, pass));
    }

    private Traced computed(Tensor x, Tensor e, Pass pass) {
        List<Tensor> parts = time().trace(e, pass).value().reshape(2, out).unstack();
        Tensor scaled = gain("block1", pass).times(parts.get(0).plus(1));
        Traced start = Traced.of(x);
        Traced body = start.then(y -> first().trace(y, pass))
                .then(RmsNorm::trace)
                .then(y -> affine(y, scaled, parts.get(1)))
                .then(y -> Activation.SILU.trace(y, pass))
                .then(y -> pass.dropout().tracePositions(name, y, length, dropout))
                .then(y -> second().trace(y, pass))
                .then(RmsNorm::trace)
                .then(y -> scaled(y, gain("block2", pass)))
                .then(y -> Activation.SILU.trace(y, pass));
        return (in == out ? start : start.then(y -> skip().trace(y, pass))).plus(body);
    }

    private Tensor gain(String block, Pass pass) {
        return pass.weight(name + "." + block + ".norm.g").reshape(out).times(Math.sqrt(out));
    }

    /** shift + scale ∘ x, channel by channel. */
    private static Traced affine(Tensor x, Tensor scale, Tensor shift) {
        Tensor y = Tensor.result(() -> torch.addcmul(shift.unwrap(), x.unwrap(), scale.unwrap()));
        return new Traced(y, List.of(scale), gradient -> gradient.times(scale));
    }

    /** scale ∘ x, channel by channel. */
    static Traced scaled(Tensor x, Tensor scale) {
        return new Traced(x.times(scale), List.of(scale), gradient -> gradient.times(scale));
    }

    private Linear time() {
        return new Linear(name + ".time_mlp.1", embedding, 2 * out);
    }

    private Conv1d first() {
        return Conv1d.same(name + ".block1.proj", in, out, 3, length);
    }

    private Conv1d second() {
        return Conv1d.same(name + ".block2.proj", out, out, 3, length);
    }

    private Conv1d skip() {
        return Conv1d.same(name + ".res_conv", in, out, 1, length);
    }
}
