package org.energymatching.nn.image;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.energymatching.nn.Activation;
import org.energymatching.nn.layer.AttentionBlock;
import org.energymatching.nn.layer.Block;
import org.energymatching.nn.layer.Conv2d;
import org.energymatching.nn.layer.Elementwise;
import org.energymatching.nn.layer.GroupNorm;
import org.energymatching.nn.layer.Pass;
import org.energymatching.nn.layer.ResidualBlock;
import org.energymatching.nn.layer.ResolutionChange;
import org.energymatching.nn.layer.TimeEmbedding;
import org.energymatching.nn.layer.UpsamplingConvolution;
import org.energymatching.nn.layer.ValueAndPullback;
import org.energymatching.tensor.Tensor;

/** Builds the stages of a {@link UNet} block by block, with the numbering of the state dict. */
final class UNetStages {

    private final UNet net;
    private final int pictureChannels;
    private final boolean conditional;
    private final TimeEmbedding time;
    private final List<Stage> stages = new ArrayList<>();
    private final Deque<Integer> skipped = new ArrayDeque<>();
    private int inputs;
    private int outputs;
    private int channels;
    private int side;

    private UNetStages(UNet net, int pictureChannels, int side, boolean conditional) {
        this.net = net;
        this.conditional = conditional;
        this.pictureChannels = pictureChannels;
        this.time = TimeEmbedding.ofImages(net.width());
        this.side = side;
    }

    /** The stages from an image of so many channels and pixels a side to another of the same shape. */
    static List<Stage> of(UNet net, int pictureChannels, int side, boolean conditional) {
        UNetStages layout = new UNetStages(net, pictureChannels, side, conditional);
        layout.begin();
        layout.down();
        layout.middle();
        layout.up();
        layout.end();
        return layout.stages;
    }

    /** The parameters of the time embedding, which come first, and the first convolution. */
    private void begin() {
        channels = width(0);
        Conv2d first = Conv2d.same("input_blocks.0.0", pictureChannels, channels);
        inputs = 1;
        skipped.push(channels);
        stages.add(new Stage(
                Stream.concat(time.parameters(), first.parameters()).toList(), (state, e, pass) -> {
                    ValueAndPullback h = first.trace(state.value(), pass);
                    return new Stage.Step(
                            State.of(h.value()).keeping(h.value()),
                            gradient ->
                                    State.of(h.pullback().apply(gradient.value().plus(gradient.last()))));
                }));
    }

    private void down() {
        int levels = net.multipliers().size();
        for (int level = 0; level < levels; level++) {
            for (int i = 0; i < net.blocks(); i++) {
                String name = "input_blocks." + inputs++;
                List<Block> blocks = new ArrayList<>();
                blocks.add(residual(name + ".0", channels, width(level), ResolutionChange.NONE));
                channels = width(level);
                attend(name + ".1", blocks);
                input(blocks);
            }
            if (level < levels - 1) {
                String name = "input_blocks." + inputs++ + ".0";
                input(List.of(
                        net.residualResampling()
                                ? residual(name, channels, channels, ResolutionChange.DOWN)
                                : Block.of(new Conv2d(name + ".op", channels, channels, 3, 2, 1, false))));
                side /= 2;
            }
        }
    }

    private void middle() {
        List<Block> blocks = List.of(
                residual("middle_block.0", channels, channels, ResolutionChange.NONE),
                attention("middle_block.1"),
                residual("middle_block.2", channels, channels, ResolutionChange.NONE));
        stages.add(stage(blocks, (state, e, pass) -> {
            ValueAndPullback h = run(blocks, state.value(), e, pass);
            return new Stage.Step(
                    state.with(h.value()),
                    gradient -> gradient.with(h.pullback().apply(gradient.value())));
        }));
    }

    private void up() {
        for (int level = net.multipliers().size() - 1; level >= 0; level--) {
            for (int i = 0; i <= net.blocks(); i++) {
                String name = "output_blocks." + outputs++;
                List<Block> blocks = new ArrayList<>();
                blocks.add(residual(name + ".0", channels + skipped.pop(), width(level), ResolutionChange.NONE));
                channels = width(level);
                attend(name + ".1", blocks);
                if (level > 0 && i == net.blocks()) {
                    String last = name + "." + blocks.size();
                    blocks.add(
                            net.residualResampling()
                                    ? residual(last, channels, channels, ResolutionChange.UP)
                                    : Block.of(new UpsamplingConvolution(
                                            Conv2d.same(last + ".conv", channels, channels))));
                    side *= 2;
                }
                output(blocks);
            }
        }
    }

    private void end() {
        GroupNorm norm = new GroupNorm("out.0", channels);
        Conv2d last = Conv2d.silent("out.2", channels, pictureChannels);
        stages.add(new Stage(
                Stream.concat(norm.parameters(), last.parameters()).toList(),
                (state, e, pass) -> Stage.Step.of(ValueAndPullback.of(state.value())
                        .then(y -> norm.trace(y, pass))
                        .then(y -> Elementwise.trace(Activation.SILU, y, pass))
                        .then(y -> last.trace(y, pass)))));
    }

    private int width(int level) {
        return Math.multiplyExact(net.width(), net.multipliers().get(level));
    }

    private Block residual(String name, int in, int out, ResolutionChange resampling) {
        return new ResidualBlock(name, in, out, time.length(), net.dropout(), resampling, conditional);
    }

    private Block attention(String name) {
        return Block.of(new AttentionBlock(name, channels, net.headsOf(channels)));
    }

    private void attend(String name, List<Block> blocks) {
        if (net.attention().contains(side)) {
            blocks.add(attention(name));
        }
    }

    /** A stage of the encoder, whose output is also kept for the decoder. */
    private void input(List<Block> blocks) {
        skipped.push(channels);
        stages.add(stage(blocks, (state, e, pass) -> {
            ValueAndPullback h = run(blocks, state.value(), e, pass);
            return new Stage.Step(
                    state.with(h.value()).keeping(h.value()),
                    gradient -> gradient.dropping()
                            .with(h.pullback().apply(gradient.value().plus(gradient.last()))));
        }));
    }

    /** A stage of the decoder, which concatenates the output that was kept last. */
    private void output(List<Block> blocks) {
        stages.add(stage(blocks, (state, e, pass) -> {
            long below = state.value().shape().at(1);
            ValueAndPullback h = run(blocks, Tensor.concat(List.of(state.value(), state.last()), 1), e, pass);
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

    private static ValueAndPullback run(List<Block> blocks, Tensor x, Tensor e, Pass pass) {
        ValueAndPullback h = ValueAndPullback.of(x);
        for (Block block : blocks) {
            h = h.then(y -> block.trace(y, e, pass));
        }
        return h;
    }
}
