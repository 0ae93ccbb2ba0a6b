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

/** A block of {@link Chains} on its way: on one core at a time, and closed at its end. */
final class ChainBlock implements AutoCloseable {

    /** Coordinates beyond this have left every scale that data come in. */
    private static final float DIVERGED = 1e12f;

    private final Chains chains;
    private final Target target;
    private final NoiseBuffer noise;
    private final int asked;
    private final Shape shape;
    private Look looked;
    private ChainState state;
    private int done;

    /** Where the chains were when they were last looked at, to repeat the steps since. */
    private record Look(Tensor x, ChainState.Memory memory, int done) {}

    /**
     * Puts the chains where they begin.
     *
     * @param start the whole block; not taken over
     * @param first the number of its first chain
     * @param asked how many of its rows were asked for
     */
    ChainBlock(Chains chains, Tensor start, long first, int asked, Rng rng) {
        this.chains = chains;
        this.asked = asked;
        this.shape = start.shape();
        this.target = chains.target().forChains(first, (int) shape.at(0));
        this.noise = new NoiseBuffer(
                rng, chains.grid().steps(), Noise.numbers(first, shape.at(0)), shape.row(), target.device());
        this.looked = new Look(held(start), ChainState.Memory.NONE, 0);
        this.state = new ChainState(held(start), first).drawing(noise);
    }

    /** The same values, to be closed by this block. */
    private static Tensor held(Tensor x) {
        try (Scope scope = Scope.open()) {
            return x.detach().own();
        }
    }

    /** How many of the rows were asked for. */
    int asked() {
        return asked;
    }

    /** Steps until so many steps have been made. */
    void advance(int steps, @Nullable Recorder recorder) {
        advance(target.unchecked(), steps, recorder);
    }

    private void advance(Target descended, int steps, @Nullable Recorder recorder) {
        for (; done < steps; done++) {
            Tensor before = state.x();
            try (Scope scope = Scope.open()) {
                double[] epsilon = new double[chains.blockRows()];
                Arrays.setAll(
                        epsilon,
                        i -> chains.temperature()
                                .at(state.first() + i, chains.grid().at(done)));
                Transition moved = chains.kernel()
                        .step(descended, state, epsilon, chains.grid().length(done), noise.begin(done));
                if (moved.x() != before) {
                    moved.x().own();
                    before.close();
                }
                state = moved.state();
                if (recorder != null) {
                    recorder.after(done + 1, descended, moved, epsilon);
                }
            }
        }
    }

    /** Where the chains are that were asked for, as Java values. */
    Samples rows() {
        Samples rows = new Samples(state.x().floats(), shape).slice(0, asked);
        float[] values = rows.values();
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i]) < DIVERGED)) {
                throw diverged(state.first() + i / rows.width(), values[i]);
            }
        }
        looked.x.close();
        looked = new Look(held(state.x()), state.memory(), done);
        return rows;
    }

    /** Repeats the steps since the last look with all checks of the target, whose failure says more. */
    private FailedException diverged(long chain, float coordinate) {
        int steps = done;
        state.x().close();
        state = new ChainState(held(looked.x), state.first(), looked.memory).drawing(noise);
        done = looked.done;
        advance(target, steps, null);
        return new FailedException(
                "Chain " + chain + " diverged within " + steps + " steps: a coordinate became " + coordinate + ".",
                "Chains stay where the potential holds them, which takes a step that is small against its curvature.",
                "Make the step smaller (now " + chains.grid().step() + "), or look whether training went astray.");
    }

    /** Where the chains are that were asked for, in the caller's scope. */
    Tensor ends() {
        return state.x().rows(0, asked).detach();
    }

    @Override
    public void close() {
        noise.close();
        looked.x.close();
        state.x().close();
    }
}
