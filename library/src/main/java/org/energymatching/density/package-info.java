/**
 * How likely a point is: log p(x) of a potential, and of the simple models that it is compared with.
 *
 * <p>A potential has two densities. {@link org.energymatching.density.FlowDensity} is where its drift carries the source
 * within t = 1; {@link org.energymatching.density.EquilibriumDensity} is exp(-V/ε)/Z, where its chains come to rest, with log Z
 * by {@link org.energymatching.density.Quadrature}, {@link org.energymatching.density.AnnealedImportance} or {@link
 * org.energymatching.density.ThermodynamicIntegration}. {@link org.energymatching.density.Gaussian}, {@link
 * org.energymatching.density.GaussianMixture} and {@link org.energymatching.density.KernelDensity} are fitted to rows and
 * beaten or not.
 *
 * <p>All logarithms are natural (nats); {@link org.energymatching.density.LogLikelihood} turns them into bits per dimension.
 */
@NullMarked
package org.energymatching.density;

import org.jspecify.annotations.NullMarked;
