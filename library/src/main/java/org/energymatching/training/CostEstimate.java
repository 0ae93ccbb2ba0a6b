package org.energymatching.training;

import java.util.Map;

/**
 * The estimated cost of a plan on this machine, from a few steps of each phase.
 *
 * @param parameters the number of trained parameters
 * @param secondsPerStep by phase
 * @param seconds for all steps of all phases
 * @param checkpointBytes the size of one checkpoint on disk
 */
public record CostEstimate(long parameters, Map<String, Double> secondsPerStep, double seconds, long checkpointBytes) {}
