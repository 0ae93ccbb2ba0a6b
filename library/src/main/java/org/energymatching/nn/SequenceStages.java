package org.energymatching.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.energymatching.tensor.Tensor;

/**
 * Lays out the 1-D UNet of a {@link SequencePotential} block by block, from (L · B, 1) to (L · B, 1), with names and order of
 * the reference implementation's state dict: the way down, the way up, then the middle.
 */
final class SequenceStages {

    private final SequencePotential net;
    private final SequenceTimeEmbedding time;
    private final List<Stage> stages = new ArrayList<>();
    private final Deque<Integer> skipped = new ArrayDeque<>();
    private final int levels;
    private int channels;
    private int length;

    private SequenceStages(SequencePotential net) {
        this.net = net;
        this.time = new SequenceTimeEmbedding(net.width());
        this.levels = net.multipliers().size();
        this.length = net.length();
    }

    static List<Stage> of(SequencePotential net) {
        SequenceStages layout = new SequenceStages(net);
        layout.begin();
        layout.down();
        layout.middle();
        layout.up();
        layout.end();
        return layout.stages;
    }

    private void begin() {
        channels = net.width();
        skipped.push(channels);
        keep(Block.of(Conv1d.same("init_conv", 1, channels, 7, length)));
    }

    private void down() {
        for (int level = 0; level < levels; level++) {
            String name = "downs." + level;
            int next = width(level);
            keep(residual(name + ".0", channels, channels));
            skipped.push(channels);
            keep(residual(name + ".1", channels, channels), attention(name + ".2", true));
            skipped.push(channels);
            boolean last = level == levels - 1;
            pass(Block.of(
                    last
                            ? Conv1d.same(name + ".3", channels, next, 3, length)
                            : Conv1d.halving(name + ".3", channels, next, length)));
            channels = next;
            length = last ? length : length / 2;
        }
    }

    private void middle() {
        pass(
                residual("mid_block1", channels, channels),
                attention("mid_attn", false),
                residual("mid_block2", channels, channels));
    }

    private void up() {
        for (int level = 0; level < levels; level++) {
            String name = "ups." + level;
            int next = level == levels - 1 ? net.width() : width(levels - 2 - level);
            join(residual(name + ".0", channels + skipped.pop(), channels));
            join(residual(name + ".1", channels + skipped.pop(), channels), attention(name + ".2", true));
            if (level == levels - 1) {
                pass(Block.of(Conv1d.same(name + ".3", channels, next, 3, length)));
            } else {
                pass(
                        Block.of(new Doubling(length)),
                        Block.of(Conv1d.same(name + ".3.1", channels, next, 3, 2 * length)));
                length *= 2;
            }
            channels = next;
        }
    }

    private void end() {
        join(
                residual("final_res_block", channels + skipped.pop(), channels),
                Block.of(Conv1d.same("final_conv", channels, 1, 1, length)));
    }

    /** The channels at the end of a level. */
    private int width(int level) {
        return Math.multiplyExact(net.width(), net.multipliers().get(level));
    }

    private Block residual(String name, int in, int out) {
        return new SequenceBlock(name, in, out, time.length(), net.dropout(), length);
    }

    private Block attention(String name, boolean linear) {
        return Block.of(new SequenceAttention(name, channels, length, linear));
    }

    /** A stage whose output is also kept for the way up. */
    private void keep(Block... blocks) {
        List<Block> all = List.of(blocks);
        stages.add(stage(all, (state, e, pass) -> {
            Traced h = run(all, state.value(), e, pass);
            return new Stage.Step(
                    state.with(h.value()).keeping(h.value()),
                    gradient -> gradient.dropping()
                            .with(h.pullback().apply(gradient.value().plus(gradient.last()))));
        }));
    }

    /** A stage that leaves alone what is kept. */
    private void pass(Block... blocks) {
        List<Block> all = List.of(blocks);
        stages.add(stage(all, (state, e, pass) -> {
            Traced h = run(all, state.value(), e, pass);
            return new Stage.Step(
                    state.with(h.value()),
                    gradient -> gradient.with(h.pullback().apply(gradient.value())));
        }));
    }

    /** A stage that comes back to what was kept last. */
    private void join(Block... blocks) {
        List<Block> all = List.of(blocks);
        stages.add(stage(all, (state, e, pass) -> {
            long below = state.value().shape().at(1);
            Traced h = run(all, Tensor.concat(List.of(state.value(), state.last()), 1), e, pass);
            return new Stage.Step(state.dropping().with(h.value()), gradient -> {
                Tensor joined = h.pullback().apply(gradient.value());
                List<Tensor> parts = joined.split(1, below, joined.shape().at(1) - below);
                return gradient.with(parts.get(0)).keeping(parts.get(1));
            });
        }));
    }

    private static Stage stage(List<Block> blocks, Stage.Body body) {
        return new Stage(blocks.stream().flatMap(Block::parameters).toList(), body);
    }

    private static Traced run(List<Block> blocks, Tensor x, Tensor e, Pass pass) {
        Traced h = Traced.of(x);
        for (Block block : blocks) {
            h = h.then(y -> block.trace(y, e, pass));
        }
        return h;
    }

    /**
     * Every position twice: (L · B, C) to (2L · B, C).
     *
     * @param length L
     */
    private record Doubling(int length) implements Layer {

        @Override
        public Stream<ParameterSpec> parameters() {
            return Stream.of();
        }

        @Override
        public Traced trace(Tensor x, Pass pass) {
            long rows = x.shape().at(0) / length;
            long channels = x.shape().at(1);
            Tensor twice = x.reshape(length, 1, rows * channels)
                    .expand(length, 2, rows * channels)
                    .reshape(-1, channels);
            return Traced.of(twice, gradient -> {
                Tensor apart = gradient.reshape(length, 2, rows * channels);
                return Tensor.result(() -> apart.unwrap().sum(new long[] {1}, false, new ScalarTypeOptional()))
                        .reshape(-1, channels);
            });
        }
    }
}
