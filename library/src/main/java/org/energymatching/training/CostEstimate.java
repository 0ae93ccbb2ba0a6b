package org.energymatching.training;

import java.util.Map;

/**
 * What a plan would cost on this machine, from a few steps of each phase.
 *
 * @param parameters how many numbers are learnt
 * @param secondsPerStep by phase
 * @param seconds for all steps of all phases
 * @param checkpointBytes what one checkpoint takes on disk
 */
public record CostEstimate(long parameters, Map<String, Double> secondsPerStep, double seconds, long checkpointBytes) {}
