package org.energymatching.checkpoint;

/**
 * The moments of Adam, in the order of the flat parameters.
 *
 * @param mean m
 * @param square v
 */
public record OptimizerState(float[] mean, float[] square) {}
