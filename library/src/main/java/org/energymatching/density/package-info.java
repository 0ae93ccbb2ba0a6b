/**
 * Densities: log p(x) of a potential, and of the simple models that it is compared with.
 *
 * <p>A potential has two densities. {@link org.energymatching.density.FlowDensity} is that of the source after transport by the
 * drift to t = 1; {@link org.energymatching.density.EquilibriumDensity} is exp(-V/ε)/Z, the equilibrium of its chains, with log
 * Z by {@link org.energymatching.density.Quadrature}, {@link org.energymatching.density.AnnealedImportance} or {@link
 * org.energymatching.density.ThermodynamicIntegration}. {@link org.energymatching.density.Gaussian}, {@link
 * org.energymatching.density.GaussianMixture} and {@link org.energymatching.density.KernelDensity} are baselines that are
 * fitted to rows.
 *
 * <p>All logarithms are natural (nats); {@link org.energymatching.density.LogLikelihood} converts them to bits per dimension.
 */
@NullMarked
package org.energymatching.density;

import org.jspecify.annotations.NullMarked;
