package org.energymatching.protein;

/**
 * A designed sequence.
 *
 * @param letters the sequence
 * @param predicted its score by the predictor
 * @param energy V where the chain was that it was decoded from; of several places the lowest
 * @param chain the number of that chain
 */
public record Design(String letters, double predicted, double energy, int chain) {}
