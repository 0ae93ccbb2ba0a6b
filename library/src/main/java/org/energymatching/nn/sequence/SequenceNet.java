package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.layer.Pass;
import org.energymatching.nn.layer.TimeEmbedding;
import org.energymatching.tensor.Tensor;

/**
 * The 1-D UNet of a {@link SequencePotential}, from (L · B, 1) to (L · B, 1): its parts in their order of computation, with the
 * derivatives of the whole.
 */
final class SequenceNet {

    /** What a step does with skip connections. */
    private enum Kind {
        /** Nothing. */
        PLAIN,
        /** Its output is also kept. */
        KEEP,
        /** Its input is concatenated with the output that was kept last. */
        JOIN
    }

    /**
     * The layers between two places where a skip connection starts or ends.
     *
     * @param kind what it does with skip connections
     * @param channels before, without those of a skip connection
     * @param layers one after another
     */
    private record Step(Kind kind, int channels, List<SequenceLayer> layers) {}

    private final List<Step> steps = new ArrayList<>();
    private final SequencePotential net;
    private final TimeEmbedding time;
    private int channels;
    private int length;

    private SequenceNet(SequencePotential net) {
        this.net = net;
        this.time = TimeEmbedding.ofSequences(net.width());
        this.length = net.length();
    }

    static SequenceNet of(SequencePotential net) {
        SequenceNet laid = new SequenceNet(net);
        Deque<Integer> kept = new ArrayDeque<>();
        laid.channels = 1;
        laid.add(Kind.KEEP, net.width(), Conv1d.same("init_conv", 1, net.width(), 7, laid.length));
        kept.push(laid.channels);
        laid.down(kept);
        laid.middle();
        laid.up(kept);
        laid.add(
                Kind.JOIN,
                1,
                laid.block("final_res_block", laid.channels + kept.pop(), laid.channels),
                Conv1d.same("final_conv", laid.channels, 1, 1, laid.length));
        return laid;
    }

    private void add(Kind kind, int after, SequenceLayer... layers) {
        steps.add(new Step(kind, channels, List.of(layers)));
        channels = after;
    }

    private void down(Deque<Integer> kept) {
        int levels = net.multipliers().size();
        for (int level = 0; level < levels; level++) {
            String name = "downs." + level;
            add(Kind.KEEP, channels, block(name + ".0", channels, channels));
            kept.push(channels);
            add(Kind.KEEP, channels, block(name + ".1", channels, channels), attention(name + ".2", true));
            kept.push(channels);
            int next = width(level);
            if (level == levels - 1) {
                add(Kind.PLAIN, next, Conv1d.same(name + ".3", channels, next, 3, length));
            } else {
                add(Kind.PLAIN, next, Conv1d.halving(name + ".3", channels, next, length));
                length /= 2;
            }
        }
    }

    private void middle() {
        add(
                Kind.PLAIN,
                channels,
                block("mid_block1", channels, channels),
                attention("mid_attn", false),
                block("mid_block2", channels, channels));
    }

    private void up(Deque<Integer> kept) {
        int levels = net.multipliers().size();
        for (int level = 0; level < levels; level++) {
            String name = "ups." + level;
            add(Kind.JOIN, channels, block(name + ".0", channels + kept.pop(), channels));
            add(Kind.JOIN, channels, block(name + ".1", channels + kept.pop(), channels), attention(name + ".2", true));
            if (level == levels - 1) {
                add(Kind.PLAIN, net.width(), Conv1d.same(name + ".3", channels, net.width(), 3, length));
            } else {
                int next = width(levels - 2 - level);
                add(Kind.PLAIN, next, new Doubling(length), Conv1d.same(name + ".3.1", channels, next, 3, 2 * length));
                length *= 2;
            }
        }
    }

    /** The channels at the end of a level. */
    private int width(int level) {
        return Math.multiplyExact(net.width(), net.multipliers().get(level));
    }

    private SequenceLayer block(String name, int in, int out) {
        return new SequenceBlock(name, in, out, time.length(), net.dropout(), length);
    }

    private SequenceLayer attention(String name, boolean linear) {
        return new SequenceAttention(name, channels, length, linear);
    }

    /** In the order of the state dict: the time embedding follows the first convolution, the middle follows the decoder. */
    List<ParameterSpec> parameters() {
        return Stream.of(
                        named("init_"),
                        time.parameters(),
                        named("downs."),
                        named("ups."),
                        named("mid_"),
                        named("final_"),
                        time.conditionParameters(net.conditions().width()))
                .flatMap(part -> part)
                .toList();
    }

    private Stream<ParameterSpec> named(String prefix) {
        return steps.stream()
                .flatMap(step -> step.layers().stream())
                .flatMap(SequenceLayer::parameters)
                .filter(spec -> spec.name().startsWith(prefix));
    }

    /** Converts the parameters to the weights of {@link #linearize}. */
    void prepare(SequenceWeights weights) {
        steps.forEach(step -> step.layers().forEach(layer -> layer.prepare(weights)));
    }

    /** The outputs, recorded, for conditions of the rows, (B, k) or (1, k); k = 0 for none. */
    Tensor apply(Tensor x, Tensor condition, Pass pass) {
        Tensor e = time.apply(pass, condition);
        return forward(x, (step, value) -> {
            Tensor h = value;
            for (SequenceLayer layer : steps.get(step).layers()) {
                h = layer.apply(h, e, pass);
            }
            return h;
        });
    }

    /** The outputs with explicit derivatives. */
    Linearization linearize(Tensor x, DirectPass pass) {
        Linearization[] parts = new Linearization[steps.size()];
        Tensor value = forward(x, (step, before) -> {
            Composition chain = new Composition(pass.save(before));
            steps.get(step).layers().forEach(layer -> chain.then(h -> layer.linearize(h, pass)));
            parts[step] = chain;
            return chain.value();
        });
        return new Swept(value, Arrays.asList(parts));
    }

    /** silu of the time embedding. */
    Tensor embedding(Parameters parameters) {
        return time.apply(new Pass(parameters, Dropout.none(), Execution.defaults(), true));
    }

    private Tensor forward(Tensor x, BiFunction<Integer, Tensor, Tensor> through) {
        Deque<Tensor> kept = new ArrayDeque<>();
        Tensor value = x;
        for (int i = 0; i < steps.size(); i++) {
            Kind kind = steps.get(i).kind();
            value = through.apply(i, kind == Kind.JOIN ? Tensor.concat(List.of(value, kept.pop()), 1) : value);
            if (kind == Kind.KEEP) {
                kept.push(value);
            }
        }
        return value;
    }

    private Tensor backward(Tensor gradient, BiFunction<Integer, Tensor, Tensor> through) {
        Deque<Tensor> joined = new ArrayDeque<>();
        Tensor g = gradient;
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (step.kind() == Kind.KEEP) {
                g = g.plus(joined.removeLast());
            }
            g = through.apply(i, g);
            if (step.kind() == Kind.JOIN) {
                long all = unwrap(g).size(1);
                joined.addLast(contiguous(g.slice(1, step.channels(), all)));
                g = contiguous(g.slice(1, 0, step.channels()));
            }
        }
        return g;
    }

    private static Tensor contiguous(Tensor x) {
        return result(() -> unwrap(x).contiguous());
    }

    /** All steps evaluated. */
    private final class Swept implements Linearization {
        private final Tensor value;
        private final List<Linearization> parts;

        Swept(Tensor value, List<Linearization> parts) {
            this.value = value;
            this.parts = parts;
        }

        @Override
        public Tensor value() {
            return value;
        }

        @Override
        public Tensor vjp(Tensor gradient) {
            return backward(gradient, (step, g) -> parts.get(step).vjp(g));
        }

        @Override
        public Tensor jvp(Tensor direction) {
            return forward(direction, (step, d) -> parts.get(step).jvp(d));
        }

        @Override
        public Tensor secondOrderVjp(Tensor gradient) {
            return backward(gradient, (step, s) -> parts.get(step).secondOrderVjp(s));
        }
    }
}
