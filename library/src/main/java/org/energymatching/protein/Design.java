package org.energymatching.protein;

/**
 * A designed sequence.
 *
 * @param letters the sequence
 * @param predicted its score by the predictor
 * @param energy V at the latent point that it was decoded from; of several points the lowest
 * @param chain the number of the chain of that point
 */
public record Design(String letters, double predicted, double energy, int chain) {}
