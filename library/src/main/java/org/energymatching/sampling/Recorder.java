package org.energymatching.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Target;
import org.energymatching.tensor.Tensor;

/**
 * Writes down what a block of chains does on its way: how often its proposals were accepted, and every so many steps the
 * energy and a few coordinates of each chain.
 *
 * <p>It keeps {@link #MOST_LOOKS} looks at most: when there are more, every second one is dropped and from then on only every
 * second one is kept. So it does not grow with the number of steps.
 */
final class Recorder {

    /** How many looks are kept. */
    static final int MOST_LOOKS = 200;

    /**
     * What was seen after a step.
     *
     * @param step how many steps had been made
     * @param settled whether the kernel had learnt its step by then
     * @param values the energy of each chain, then each coordinate of each
     */
    record Look(int step, boolean settled, float[][] values) {}

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
    private int stride = 1;
    private int seen;
    private boolean settled;

    /**
     * A recorder for a block.
     *
     * @param rows how many of its rows are recorded, the first ones
     * @param every after how many steps it looks
     * @param equilibrium acceptance counts from this step on
     * @param coordinates which ones it looks at
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
        double[] energy = known != null ? known : Evaluated.energy(target, moved.x(), epsilon);
        for (int i = 0; i < rows; i++) {
            window[i] += energy[i];
        }
        windowLooks++;
        if (++seen % stride == 0) {
            keep(new Look(step, settled, values(energy, moved.x())));
        }
    }

    private float[][] values(double[] energy, Tensor x) {
        float[] all = coordinates.length == 0 ? new float[0] : x.floats();
        int width = all.length / energy.length;
        float[][] values = new float[1 + coordinates.length][rows];
        for (int i = 0; i < rows; i++) {
            values[0][i] = (float) energy[i];
            for (int c = 0; c < coordinates.length; c++) {
                values[1 + c][i] = all[i * width + coordinates[c]];
            }
        }
        return values;
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

    /** The mean energy of each chain over the looks since the last call. */
    double[] window() {
        double[] mean = new double[rows];
        for (int i = 0; i < rows; i++) {
            mean[i] = window[i] / windowLooks;
            window[i] = 0;
        }
        windowLooks = 0;
        return mean;
    }

    /** Whether the kernel had learnt its step by the last one. */
    boolean settled() {
        return settled;
    }

    int rows() {
        return rows;
    }

    List<Look> looks() {
        return looks;
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
