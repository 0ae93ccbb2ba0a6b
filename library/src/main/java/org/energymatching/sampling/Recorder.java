package org.energymatching.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.RowEnergies;
import org.energymatching.Target;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Records the diagnostics of a block of chains: how often its proposals were accepted, and every so many steps the energy and a
 * few coordinates of each chain.
 *
 * <p>It keeps {@link #MOST_LOOKS} records at most: when there are more, every second one is dropped and from then on only every
 * second one is kept. So its size does not grow with the number of steps. Records stay in the engine until they are needed, or
 * until there are many of them, so that chains need not wait for the transfer.
 */
final class Recorder implements AutoCloseable {

    /** How many records are kept. */
    static final int MOST_LOOKS = 200;

    /**
     * The record after a step.
     *
     * @param step the number of steps so far
     * @param settled whether the adaptation of the kernel's step had ended
     * @param values the energy of each chain, then each coordinate of each
     */
    record Look(int step, boolean settled, float[][] values) {}

    /**
     * A record in the engine.
     *
     * @param energy U of each chain, where the kernel knows it
     * @param values U of each chain where it does not, then each coordinate of each: (quantities, rows)
     */
    private record Seen(int step, boolean settled, double @Nullable [] energy, Tensor values) {}

    private final int rows;
    private final int every;
    private final int equilibrium;
    private final int[] coordinates;
    private final double[] acceptance;
    private final int[] proposals;
    private double[] swapping = {};
    private double[] swaps = {};
    private final double[] window;
    private int windowLooks;
    private List<Look> looks = new ArrayList<>();
    private final List<Seen> waiting = new ArrayList<>();
    private int stride = 1;
    private int seen;
    private boolean settled;
    private @Nullable Tensor moved;

    /**
     * A recorder for a block.
     *
     * @param rows how many of its rows are recorded, the first ones
     * @param every after how many steps it records
     * @param equilibrium acceptance counts from this step on
     * @param coordinates which coordinates it records
     */
    Recorder(int rows, int every, int equilibrium, int[] coordinates) {
        this.rows = rows;
        this.every = every;
        this.equilibrium = equilibrium;
        this.coordinates = coordinates;
        acceptance = new double[rows];
        proposals = new int[rows];
        window = new double[rows];
    }

    /** Called after each step, inside its scope. */
    void after(int step, Target target, Transition moved, double[] epsilon) {
        StepInfo info = moved.info();
        settled = !info.adapting();
        Tensor moving = info.moving();
        if (moving != null) {
            Tensor before = this.moved;
            this.moved = (before == null ? moving.times(1) : before.plus(moving)).own();
            if (before != null) {
                before.close();
            }
        }
        if (step > equilibrium && settled) {
            count(info);
        }
        if (step % every == 0) {
            look(step, target, moved, epsilon);
        }
    }

    private void count(StepInfo info) {
        double[] accepted = info.acceptance();
        for (int i = 0; accepted != null && i < rows; i++) {
            if (!Double.isNaN(accepted[i])) {
                acceptance[i] += accepted[i];
                proposals[i]++;
            }
        }
        int pairs = info.swaps().size();
        if (swaps.length < pairs) {
            swaps = Arrays.copyOf(swaps, pairs);
            swapping = Arrays.copyOf(swapping, pairs);
        }
        for (int pair = 0; pair < pairs; pair++) {
            for (int i = 0; i < rows; i++) {
                double probability = info.swaps().get(pair)[i];
                if (!Double.isNaN(probability)) {
                    swapping[pair] += probability;
                    swaps[pair]++;
                }
            }
        }
    }

    private void look(int step, Target target, Transition moved, double[] epsilon) {
        double[] known = moved.info().energy();
        Tensor x = moved.x();
        List<Tensor> parts = new ArrayList<>();
        if (known == null) {
            Tensor energy = RowEnergies.of(target.energy(x, epsilon), x, "The target");
            parts.add(energy.detach().reshape(1, -1));
        }
        if (coordinates.length > 0) {
            parts.add(x.columns(coordinates).transpose());
        }
        Tensor values = parts.isEmpty() ? Tensor.zeros(Shape.of(0, 0), x.device()) : Tensor.concat(parts, 0);
        waiting.add(new Seen(step, settled, known, values.own()));
        if (waiting.size() == MOST_LOOKS) {
            read();
        }
    }

    /** Reads the records in the engine into Java. */
    void read() {
        if (waiting.isEmpty()) {
            return;
        }
        for (Seen seen : waiting) {
            float[] numbers = seen.values.floats();
            seen.values.close();
            int offset = seen.energy == null ? 1 : 0;
            int block = numbers.length / Math.max(1, offset + coordinates.length);
            float[][] values = new float[1 + coordinates.length][rows];
            for (int i = 0; i < rows; i++) {
                double energy = seen.energy == null ? numbers[i] : seen.energy[i];
                window[i] += energy;
                values[0][i] = (float) energy;
                for (int c = 0; c < coordinates.length; c++) {
                    values[1 + c][i] = numbers[(offset + c) * block + i];
                }
            }
            windowLooks++;
            if (++this.seen % stride == 0) {
                keep(new Look(seen.step, seen.settled, values));
            }
        }
        waiting.clear();
    }

    private void keep(Look look) {
        looks.add(look);
        if (looks.size() > MOST_LOOKS) {
            stride *= 2;
            List<Look> thinned = new ArrayList<>();
            for (int i = 1; i < looks.size(); i += 2) {
                thinned.add(looks.get(i));
            }
            looks = thinned;
        }
    }

    /** The mean energy of each chain over the records since the last call. */
    double[] window() {
        read();
        double[] mean = new double[rows];
        for (int i = 0; i < rows; i++) {
            mean[i] = window[i] / windowLooks;
            window[i] = 0;
        }
        windowLooks = 0;
        return mean;
    }

    /** Whether the adaptation of the kernel's step had ended at the last record. */
    boolean settled() {
        return settled;
    }

    int rows() {
        return rows;
    }

    /** The records so far. */
    List<Look> looks() {
        read();
        return looks;
    }

    @Override
    public void close() {
        waiting.forEach(seen -> seen.values.close());
        waiting.clear();
        if (moved != null) {
            moved.close();
        }
    }

    /** In how many steps each chain moved; empty for kernels whose chains never stop. */
    double[] steps() {
        double[] steps = new double[moved == null ? 0 : rows];
        float[] counted = moved == null ? new float[0] : moved.floats();
        Arrays.setAll(steps, i -> counted[i]);
        return steps;
    }

    /** The mean acceptance of each chain, NaN where nothing was proposed. */
    double[] acceptance() {
        double[] mean = new double[rows];
        Arrays.setAll(mean, i -> acceptance[i] / proposals[i]);
        return mean;
    }

    /** For each pair of temperatures the sum of the probabilities of exchange, and how many there were. */
    double[][] swaps() {
        return new double[][] {swapping, swaps};
    }
}
