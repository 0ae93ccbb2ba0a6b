package org.energymatching.tensor.engine;

/**
 * Which kernel computes convolutions of one form on this processor.
 *
 * @param form such as {@code 3x3 of 1 channel}
 * @param oneDnn whether it is oneDNN, since its results are correct; else it is a slower kernel
 */
public record ConvolutionVerdict(String form, boolean oneDnn) {}
