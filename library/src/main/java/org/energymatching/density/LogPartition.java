package org.energymatching.density;

/**
 * log Z of a potential at a temperature, Z = ∫ exp(-V(x)/ε) dx, as far as it is known.
 *
 * @param value in nats; Z has the unit of a volume in the potential's coordinates
 * @param standardError of the value, in nats: of chance for sampled estimates, of the grid for quadrature
 */
public record LogPartition(double value, double standardError) {}
