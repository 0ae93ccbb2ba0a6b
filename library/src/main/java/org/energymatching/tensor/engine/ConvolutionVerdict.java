package org.energymatching.tensor.engine;

/**
 * Who computes convolutions of one form on this processor.
 *
 * @param form such as {@code 3x3 of 1 channel}
 * @param oneDnn whether oneDNN does, since its numbers came out right; else a slower kernel does
 */
public record ConvolutionVerdict(String form, boolean oneDnn) {}
