package org.energymatching.sampling;

import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The noise of a block of chains, drawn for many steps at once when the first of them needs it: operations on a few numbers
 * cost as much as on many. The numbers are the same as if each step drew its own.
 */
public final class NoiseBuffer implements AutoCloseable {

    /** About so many numbers are drawn at once. */
    private static final int NUMBERS = 1 << 15;

    private final Rng rng;
    private final int steps;
    private final int together;
    private final long[] chains;
    private final Shape row;
    private final Device device;
    private Rng current;
    private int step;
    private int from;
    private @Nullable Tensor made;

    /**
     * The noise of the steps 0 … {@code steps - 1}.
     *
     * @param rng step m of chain i draws from {@code rng.at(m).at(i)}
     * @param chains the numbers of the chains
     * @param row the shape of one
     * @param device their device
     */
    public NoiseBuffer(Rng rng, int steps, long[] chains, Shape row, Device device) {
        this.rng = rng;
        this.steps = steps;
        this.together = (int) Math.max(1, NUMBERS / Math.max(1, chains.length * row.size()));
        this.chains = chains.clone();
        this.row = row;
        this.device = device;
        this.current = rng.at(0);
    }

    /** z of a step, (chains, …), valid until that of a later step is drawn. */
    public Tensor at(int number) {
        return of(begin(number));
    }

    /** Sets the current step, and returns its generator. */
    Rng begin(int number) {
        step = number;
        current = rng.at(number);
        return current;
    }

    /** The noise of this generator: from the buffer for the current step, drawn now for any other. */
    Tensor of(Rng asking) {
        if (!asking.equals(current)) {
            return Noise.normal(asking, chains, row, device);
        }
        Tensor ahead = made;
        if (ahead == null || step < from || step >= from + ahead.shape().at(0)) {
            ahead = make();
        }
        return ahead.at(step - from);
    }

    private Tensor make() {
        close();
        from = step;
        int end = Math.max(step + 1, Math.min(steps, step + together));
        List<Rng> each = IntStream.range(step, end).mapToObj(rng::at).toList();
        try (Scope scope = Scope.open()) {
            Tensor all = Noise.normal(each, chains, row, device).own();
            made = all;
            return all;
        }
    }

    @Override
    public void close() {
        if (made != null) {
            made.close();
            made = null;
        }
    }
}
