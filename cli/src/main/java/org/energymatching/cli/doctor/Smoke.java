package org.energymatching.cli.doctor;

import java.util.List;
import org.energymatching.tensor.engine.ConvolutionVerdict;

/** A small computation of the native library, run by the doctor: does it load, is it right, is it as fast as can be? */
@FunctionalInterface
public interface Smoke {

    /** Runs it; any error is a finding. */
    Outcome run() throws Exception;

    /**
     * What came of it.
     *
     * @param computed what was computed, in a few words
     * @param threads how many threads computed
     * @param speedup how many times as fast they were as one
     * @param convolutions who computes the forms of convolution that networks for pictures consist of
     */
    record Outcome(String computed, int threads, double speedup, List<ConvolutionVerdict> convolutions) {}
}
