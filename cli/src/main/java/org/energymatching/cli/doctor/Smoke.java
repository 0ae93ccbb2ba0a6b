package org.energymatching.cli.doctor;

import java.util.List;
import org.energymatching.tensor.engine.ConvolutionVerdict;

/** A smoke test of the native library, run by the doctor: whether it loads, is correct, and has its full speed. */
@FunctionalInterface
public interface Smoke {

    /** Runs it; any error is a finding. */
    Outcome run() throws Exception;

    /**
     * The result of the test.
     *
     * @param computed the computation, in a few words
     * @param threads the number of computing threads
     * @param speedup relative to one thread
     * @param convolutions the implementation of the convolutions in networks for images
     */
    record Outcome(String computed, int threads, double speedup, List<ConvolutionVerdict> convolutions) {}
}
