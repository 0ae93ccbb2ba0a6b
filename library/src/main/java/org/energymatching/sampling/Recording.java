package org.energymatching.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.sampling.diagnostics.Diagnostics;
import org.energymatching.sampling.diagnostics.EffectiveSampleSize;
import org.energymatching.sampling.diagnostics.SplitRHat;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The records of all blocks, block after block.
 *
 * @param blocks the recorders, which all recorded after the same steps
 * @param coordinates the coordinates that they recorded
 * @param equilibrium the number of steps before the temperature was constant
 * @param grid the times of the steps
 */
record Recording(List<Recorder> blocks, int[] coordinates, int equilibrium, TimeGrid grid) implements AutoCloseable {

    private static final int MOST_COORDINATES = 10;

    /** A recorder for each block of n chains. */
    static Recording of(Chains chains, int n, int width, int every, int equilibrium) {
        int[] coordinates = coordinates(width);
        List<Recorder> blocks = new ArrayList<>();
        for (int from = 0; from < n; from += chains.blockRows()) {
            blocks.add(new Recorder(Math.min(chains.blockRows(), n - from), every, equilibrium, coordinates));
        }
        return new Recording(blocks, coordinates, equilibrium, chains.grid());
    }

    /** All coordinates of points of this width if they are few, else ten of them, evenly spread. */
    private static int[] coordinates(int width) {
        int count = Math.min(width, MOST_COORDINATES);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * width / count))
                .toArray();
    }

    @Override
    public void close() {
        blocks.forEach(Recorder::close);
    }

    Diagnostics diagnostics() {
        blocks.forEach(Recorder::read); // before several threads use them
        List<Recorder.Look> looks = blocks.get(0).looks();
        int from = firstAtEquilibrium(looks);
        int counted = looks.size() - from;
        boolean enough = counted >= Diagnostics.FEWEST_LOOKS;
        double[][] energies = values(0, from);
        double[] acceptance = blocks.stream()
                .flatMapToDouble(block -> Arrays.stream(block.acceptance()))
                .toArray();
        List<Diagnostics.Quantity> quantities =
                Workers.common().map(1 + coordinates.length, q -> quantity(q, from, enough));
        List<Diagnostics.Chain> each = new ArrayList<>();
        for (int i = 0; i < energies.length; i++) {
            double[] energy = energies[i];
            each.add(new Diagnostics.Chain(
                    known(acceptance[i]),
                    known(Arrays.stream(energy).average().orElse(Double.NaN)),
                    enough ? known(SplitRHat.of(energy)) : null,
                    enough ? known(EffectiveSampleSize.of(energy)) : null));
        }
        return new Diagnostics(
                energies.length,
                from < looks.size() ? grid.at(looks.get(from).step()) : grid.end(),
                counted,
                trace(looks),
                quantities,
                each,
                known(Arrays.stream(acceptance)
                        .filter(a -> !Double.isNaN(a))
                        .average()
                        .orElse(Double.NaN)),
                swaps(),
                known(blocks.stream()
                        .flatMapToDouble(block -> Arrays.stream(block.steps()))
                        .average()
                        .orElse(Double.NaN)));
    }

    private int firstAtEquilibrium(List<Recorder.Look> looks) {
        int from = 0;
        for (int look = 0; look < looks.size(); look++) {
            int at = look;
            boolean settled = looks.get(look).step() > equilibrium
                    && blocks.stream().allMatch(block -> block.looks().get(at).settled());
            from = settled ? from : look + 1;
        }
        return from;
    }

    /** A quantity of every chain in each record from {@code from} on. */
    private double[][] values(int quantity, int from) {
        List<double[]> chains = new ArrayList<>();
        for (Recorder block : blocks) {
            List<Recorder.Look> looks =
                    block.looks().subList(from, block.looks().size());
            for (int i = 0; i < block.rows(); i++) {
                double[] chain = new double[looks.size()];
                for (int look = 0; look < chain.length; look++) {
                    chain[look] = looks.get(look).values()[quantity][i];
                }
                chains.add(chain);
            }
        }
        return chains.toArray(double[][]::new);
    }

    private Diagnostics.Quantity quantity(int quantity, int from, boolean enough) {
        double[][] values = values(quantity, from);
        double[] all = Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
        double mean = Arrays.stream(all).average().orElse(Double.NaN);
        return new Diagnostics.Quantity(
                quantity == 0 ? null : coordinates[quantity - 1],
                known(mean),
                known(deviation(all, mean)),
                enough ? known(SplitRHat.rankNormalised(values)) : null,
                enough ? known(EffectiveSampleSize.of(values)) : null);
    }

    private Diagnostics.Trace trace(List<Recorder.Look> looks) {
        List<Double> times = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (int look = 0; look < looks.size(); look++) {
            int at = look;
            double[] energies = blocks.stream()
                    .flatMapToDouble(block -> {
                        float[] row = block.looks().get(at).values()[0];
                        return IntStream.range(0, row.length).mapToDouble(i -> row[i]);
                    })
                    .toArray();
            double mean = Arrays.stream(energies).average().orElseThrow();
            times.add(grid.at(looks.get(look).step()));
            means.add(mean);
            errors.add(energies.length < 2 ? 0 : deviation(energies, mean) / Math.sqrt(energies.length));
        }
        return new Diagnostics.Trace(times, means, errors);
    }

    private List<Double> swaps() {
        List<Double> rates = new ArrayList<>();
        int pairs = blocks.get(0).swaps()[0].length;
        for (int pair = 0; pair < pairs; pair++) {
            double sum = 0;
            double tries = 0;
            for (Recorder block : blocks) {
                sum += block.swaps()[0][pair];
                tries += block.swaps()[1][pair];
            }
            rates.add(tries == 0 ? 0 : sum / tries);
        }
        return rates;
    }

    private static double deviation(double[] values, double mean) {
        double sum = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(sum / (values.length - 1));
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
