package org.energymatching.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.energymatching.tensor.Tensor;

/** Lays out a {@link UNet} block by block, counting channels as the state dict's names do. */
final class UNetStages {

    private final UNet net;
    private final int pictureChannels;
    private final TimeEmbedding time;
    private final List<Stage> stages = new ArrayList<>();
    private final Deque<Integer> skipped = new ArrayDeque<>();
    private int inputs;
    private int outputs;
    private int channels;
    private int side;

    private UNetStages(UNet net, int pictureChannels, int side) {
        this.net = net;
        this.pictureChannels = pictureChannels;
        this.time = new TimeEmbedding(net.width());
        this.side = side;
    }

    /** The stages from a picture of so many channels and pixels a side to another of the same shape. */
    static List<Stage> of(UNet net, int pictureChannels, int side) {
        UNetStages layout = new UNetStages(net, pictureChannels, side);
        layout.begin();
        layout.down();
        layout.middle();
        layout.up();
        layout.end();
        return layout.stages;
    }

    /** The embedding of time and the first convolution. */
    private void begin() {
        channels = net.width() * net.multipliers().get(0);
        Conv2d first = Conv2d.same("input_blocks.0.0", pictureChannels, channels);
        inputs = 1;
        skipped.push(channels);
        stages.add(new Stage(
                Stream.concat(time.parameters(), first.parameters()).toList(), (state, pass) -> {
                    Tensor h = first.apply(state.value(), pass);
                    return State.of(h).keeping(time.apply(pass)).keeping(h);
                }));
    }

    private void down() {
        int levels = net.multipliers().size();
        for (int level = 0; level < levels; level++) {
            for (int i = 0; i < net.blocks(); i++) {
                String name = "input_blocks." + inputs++;
                List<Block> blocks = new ArrayList<>();
                blocks.add(residual(name + ".0", channels, width(level), Resampling.NONE));
                channels = width(level);
                attend(name + ".1", blocks);
                input(blocks);
            }
            if (level < levels - 1) {
                String name = "input_blocks." + inputs++ + ".0";
                input(List.of(
                        net.residualResampling()
                                ? residual(name, channels, channels, Resampling.DOWN)
                                : Block.of(new Conv2d(name + ".op", channels, channels, 3, 2, 1, false))));
                side /= 2;
            }
        }
    }

    private void middle() {
        List<Block> blocks = List.of(
                residual("middle_block.0", channels, channels, Resampling.NONE),
                attention("middle_block.1"),
                residual("middle_block.2", channels, channels, Resampling.NONE));
        stages.add(stage(blocks, (state, pass) -> state.with(run(blocks, state.value(), state, pass))));
    }

    private void up() {
        for (int level = net.multipliers().size() - 1; level >= 0; level--) {
            for (int i = 0; i <= net.blocks(); i++) {
                String name = "output_blocks." + outputs++;
                List<Block> blocks = new ArrayList<>();
                blocks.add(residual(name + ".0", channels + skipped.pop(), width(level), Resampling.NONE));
                channels = width(level);
                attend(name + ".1", blocks);
                if (level > 0 && i == net.blocks()) {
                    String last = name + "." + blocks.size();
                    blocks.add(
                            net.residualResampling()
                                    ? residual(last, channels, channels, Resampling.UP)
                                    : Block.of(new Upsampling(Conv2d.same(last + ".conv", channels, channels))));
                    side *= 2;
                }
                stages.add(stage(blocks, (state, pass) -> {
                    Tensor joined = Tensor.concat(List.of(state.value(), state.last()), 1);
                    return state.dropping().with(run(blocks, joined, state, pass));
                }));
            }
        }
    }

    private void end() {
        GroupNorm norm = new GroupNorm("out.0", channels);
        Conv2d last = Conv2d.silent("out.2", channels, pictureChannels);
        stages.add(new Stage(
                Stream.concat(norm.parameters(), last.parameters()).toList(),
                (state, pass) ->
                        State.of(last.apply(norm.apply(state.value(), pass).silu(), pass))));
    }

    private int width(int level) {
        return net.width() * net.multipliers().get(level);
    }

    private Block residual(String name, int in, int out, Resampling resampling) {
        return new ResidualBlock(name, in, out, time.length(), net.dropout(), resampling);
    }

    private Block attention(String name) {
        return Block.of(new AttentionBlock(name, channels, net.headsOf(channels)));
    }

    private void attend(String name, List<Block> blocks) {
        if (net.attention().contains(side)) {
            blocks.add(attention(name));
        }
    }

    /** A stage on the way down, whose output is also kept for the way up. */
    private void input(List<Block> blocks) {
        skipped.push(channels);
        stages.add(stage(blocks, (state, pass) -> {
            Tensor h = run(blocks, state.value(), state, pass);
            return state.with(h).keeping(h);
        }));
    }

    private static Stage stage(List<Block> blocks, Stage.Body body) {
        return new Stage(blocks.stream().flatMap(Block::parameters).toList(), body);
    }

    private static Tensor run(List<Block> blocks, Tensor x, State state, Pass pass) {
        Tensor h = x;
        for (Block block : blocks) {
            h = block.apply(h, state.first(), pass);
        }
        return h;
    }
}
