package org.energymatching.density;

/**
 * An estimate of log Z of a potential at a temperature, Z = ∫ exp(-V(x)/ε) dx.
 *
 * @param value in nats; Z has the unit of a volume in the potential's coordinates
 * @param standardError of the value, in nats: the random error of sampled estimates, the grid's error for quadrature
 */
public record LogPartition(double value, double standardError) {}
