package org.energymatching.sampling;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.error.FailedException;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The state of a block of {@link Chains} during a run: on one core at a time, and closed at its end. */
final class ChainBlock implements AutoCloseable {

    /** Coordinates beyond this have diverged, whatever the scale of the data. */
    private static final float DIVERGED = 1e12f;

    private final Chains chains;
    private final Target target;
    private final NoiseBuffer noise;
    private final int asked;
    private final Shape shape;
    private Look looked;
    private ChainState state;
    private int done;
    private boolean resting;

    /** The positions at the last check, to repeat the steps since then. */
    private record Look(
            Tensor x, ChainState.Memory memory, @Nullable Tensor carried, int done) {

        /** The state of chains; copies its tensors. */
        Look(ChainState state, int done) {
            this(held(state.x()), state.memory(), state.carried() == null ? null : held(state.carried()), done);
        }

        void close() {
            x.close();
            ChainBlock.close(carried);
        }
    }

    /** Every so many steps it is checked whether all chains of a block have stopped. */
    private static final int REST_STEPS = 16;

    /**
     * Sets the chains to their starts.
     *
     * @param start the whole block; not taken over
     * @param first the number of its first chain
     * @param asked how many of its rows are results; the others fill the block
     */
    ChainBlock(Chains chains, Tensor start, long first, int asked, Rng rng) {
        this.chains = chains;
        this.asked = asked;
        this.shape = start.shape();
        this.target = chains.target().forChains(first, (int) shape.at(0));
        this.noise = new NoiseBuffer(
                rng, chains.grid().steps(), Noise.numbers(first, shape.at(0)), shape.row(), target.device());
        this.state = new ChainState(held(start), first).drawing(noise);
        this.looked = new Look(state, 0);
    }

    /** The same values, to be closed by this block. */
    private static Tensor held(Tensor x) {
        try (Scope scope = Scope.open()) {
            return x.detach().own();
        }
    }

    /** How many of the rows are results. */
    int asked() {
        return asked;
    }

    /** Steps until so many steps have been made. */
    void advance(int steps, @Nullable Recorder recorder) {
        advance(target.unchecked(), steps, recorder);
    }

    private void advance(Target descended, int steps, @Nullable Recorder recorder) {
        for (; done < steps && !resting; done++) {
            Tensor before = state.x();
            try (Scope scope = Scope.open()) {
                double[] epsilon = new double[chains.blockRows()];
                Arrays.setAll(
                        epsilon,
                        i -> chains.temperature()
                                .at(state.first() + i, chains.grid().at(done)));
                @Nullable Tensor carriedBefore = state.carried();
                Transition moved = chains.kernel()
                        .step(descended, state, epsilon, chains.grid().length(done), noise.begin(done));
                if (moved.x() != before) {
                    moved.x().own();
                    before.close();
                }
                @Nullable Tensor carried = moved.state().carried();
                if (carried != carriedBefore) {
                    own(carried);
                    close(carriedBefore);
                }
                state = moved.state();
                if (recorder != null) {
                    recorder.after(done + 1, descended, moved, epsilon);
                }
                // recorders of all blocks record after the same steps
                resting = recorder == null
                        && (done + 1) % REST_STEPS == 0
                        && rests(moved.info().moving());
            }
        }
    }

    /** Whether all chains of the block have stopped. */
    private static boolean rests(@Nullable Tensor moving) {
        return moving != null && moving.sum().item() == 0;
    }

    private static void own(@Nullable Tensor x) {
        if (x != null) {
            x.own();
        }
    }

    private static void close(@Nullable Tensor x) {
        if (x != null) {
            x.close();
        }
    }

    /** The positions of the chains that are results, as Java values. */
    Samples rows() {
        Samples rows = new Samples(state.x().floats(), shape).slice(0, asked);
        float[] values = rows.values();
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i]) < DIVERGED)) {
                throw diverged(state.first() + i / rows.width(), values[i]);
            }
        }
        looked.close();
        looked = new Look(state, done);
        return rows;
    }

    /** Repeats the steps since the last check with all checks of the target, whose failure names the cause. */
    private FailedException diverged(long chain, float coordinate) {
        int steps = done;
        state.x().close();
        close(state.carried());
        state = new ChainState(held(looked.x), state.first(), looked.memory)
                .drawing(noise)
                .carrying(looked.carried == null ? null : held(looked.carried));
        done = looked.done;
        advance(target, steps, null);
        return new FailedException(
                "Chain " + chain + " diverged within " + steps + " steps: a coordinate became " + coordinate + ".",
                "Chains stay where the potential holds them, which takes a step that is small against its curvature.",
                "Make the step smaller (now " + chains.grid().step() + "), or look whether training went astray.");
    }

    /** The positions of the chains that are results, in the caller's scope. */
    Tensor ends() {
        return state.x().rows(0, asked).detach();
    }

    @Override
    public void close() {
        noise.close();
        looked.close();
        state.x().close();
        close(state.carried());
    }
}
