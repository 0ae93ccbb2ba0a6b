package org.energymatching.sampling;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.error.FailedException;
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
    private final Rng rng;
    private final int asked;
    private final Shape shape;
    private ChainState state;
    private int done;

    /**
     * Puts the chains where they begin.
     *
     * @param start the whole block
     * @param first the number of its first chain
     * @param asked how many of its rows were asked for
     */
    ChainBlock(Chains chains, Samples start, long first, int asked, Rng rng) {
        this.chains = chains;
        this.rng = rng;
        this.asked = asked;
        this.shape = start.shape();
        this.target = chains.target().forChains(first, start.rows());
        try (Scope scope = Scope.open()) {
            this.state = new ChainState(Tensor.of(start.values(), shape).own(), first);
        }
    }

    /** How many of the rows were asked for. */
    int asked() {
        return asked;
    }

    /** Steps until so many steps have been made. */
    void advance(int steps, @Nullable Recorder recorder) {
        for (; done < steps; done++) {
            Tensor before = state.x();
            try (Scope scope = Scope.open()) {
                double[] epsilon = new double[chains.blockRows()];
                Arrays.setAll(
                        epsilon,
                        i -> chains.temperature()
                                .at(state.first() + i, chains.grid().at(done)));
                Transition moved = chains.kernel()
                        .step(target, state, epsilon, chains.grid().length(done), rng.at(done));
                if (moved.x() != before) {
                    moved.x().own();
                    before.close();
                }
                state = moved.state();
                if (recorder != null) {
                    recorder.after(done + 1, target, moved, epsilon);
                }
            }
        }
    }

    /** Where the chains stand that were asked for. */
    Samples rows() {
        Samples rows = new Samples(state.x().floats(), shape).slice(0, asked);
        float[] values = rows.values();
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i]) < DIVERGED)) {
                throw new FailedException(
                        "Chain " + (state.first() + i / rows.width()) + " diverged within " + done
                                + " steps: a coordinate became " + values[i] + ".",
                        "Chains stay where the potential holds them, which takes a step that is small against its"
                                + " curvature.",
                        "Make the step smaller (now " + chains.grid().step()
                                + "), or look whether training went astray.");
            }
        }
        return rows;
    }

    @Override
    public void close() {
        state.x().close();
    }
}
