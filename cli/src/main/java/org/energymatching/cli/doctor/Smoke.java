package org.energymatching.cli.doctor;

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
     * @param oneDnn whether oneDNN may compute, which it may unless its slopes of convolutions came out wrong
     */
    record Outcome(String computed, int threads, double speedup, boolean oneDnn) {}
}
