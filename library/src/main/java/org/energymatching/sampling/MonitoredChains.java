package org.energymatching.sampling;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import org.energymatching.Samples;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;

/** Chains with a stopping rule over all of them: every block makes the steps of a window before the rule is checked. */
final class MonitoredChains implements AutoCloseable {

    /** For how many more windows of constant energy the chains go on while the certificate refuses the rows. */
    static final int PATIENCE = 3;

    private final Chains chains;
    private final List<ChainBlock> blocks = new ArrayList<>();
    private final Recording recording;
    private int done;

    private MonitoredChains(Chains chains, Recording recording) {
        this.chains = chains;
        this.recording = recording;
    }

    @MustBeClosed
    static MonitoredChains of(Chains chains, Recording recording) {
        return new MonitoredChains(chains, recording);
    }

    /** Sets n chains to their starts. */
    void begin(Chains.Start start, int n, Rng rng) {
        chains.requireTargetFor(n);
        for (int number = 0; number < chains.blocks(n); number++) {
            blocks.add(chains.block(start, number, n, rng));
        }
    }

    /**
     * Runs until the rule is met and the rows are certified, or the grid ends.
     *
     * @param from the first step that counts
     */
    SamplingResult.Ending follow(
            ConvergenceMonitor rule, Predicate<Samples> certified, int from, DoubleConsumer onTime) {
        int calm = 0;
        double[] before = null;
        double window = rule.window();
        advance(from, onTime);
        // The records so far are of falling energies, so they are no window to compare with.
        recording.blocks().forEach(Recorder::window);
        for (int end = after(window); end <= chains.grid().steps(); end = after(window)) {
            advance(end, onTime);
            double[] now = recording.blocks().stream()
                    .flatMapToDouble(recorder -> Arrays.stream(recorder.window()))
                    .toArray();
            boolean settled = recording.blocks().stream().allMatch(Recorder::settled);
            calm = settled && before != null && rule.calm(before, now) ? calm + 1 : 0;
            before = settled ? now : null;
            window *= settled ? rule.growth() : 1;
            if (calm >= rule.calmWindows() && certified.test(rows())) {
                return SamplingResult.Ending.PLATEAU;
            }
            if (calm == rule.calmWindows() + PATIENCE) {
                return SamplingResult.Ending.UNCERTIFIED;
            }
        }
        advance(chains.grid().steps(), onTime);
        return SamplingResult.Ending.TIME;
    }

    /** The number of steps at the end of a window that begins now. */
    private int after(double window) {
        double steps = window / chains.grid().step();
        return (int) Math.min(Integer.MAX_VALUE, done + Math.max(1, Math.round(steps)));
    }

    private void advance(int steps, DoubleConsumer onTime) {
        Workers.common().map(blocks.size(), block -> {
            blocks.get(block).advance(steps, recording.blocks().get(block));
            return block;
        });
        done = steps;
        rows();
        onTime.accept(chains.grid().at(done));
    }

    /** The number of steps so far. */
    int done() {
        return done;
    }

    /** The positions of the chains. */
    Samples rows() {
        return Samples.concat(blocks.stream().map(ChainBlock::rows).toList());
    }

    @Override
    public void close() {
        blocks.forEach(ChainBlock::close);
    }
}
