/**
 * Inverse problems: an operator, noise, and the {@link org.energymatching.inverse.Likelihood} of a measurement y.
 *
 * <p>An inverse problem in three lines: the forward model, the target given a measurement, and samples of the posterior.
 *
 * <pre>{@code
 * ForwardModel hole = Inpainting.box(Shape.of(1, 28, 28), 8, 8, 12, 12).with(NoiseModel.gaussian(0.05));
 * Target posterior = Target.of(v).given(hole.likelihood(y));
 * Samples restored = sampler.sample(posterior, StandardNormal.of(1, 28, 28), 16, 7);
 * }</pre>
 *
 * <p>The likelihood is multiplied by ε(t), so the temperature must rise before the chains have reached a mode: τ* well below 1.
 *
 * <dl>
 *   <dt>{@link org.energymatching.inverse.MeasurementOperator}: A(x), any differentiable map
 *   <dd>{@link org.energymatching.inverse.LinearOperator} also has its transpose: {@link org.energymatching.inverse.Inpainting}
 *   (a mask, a box, pixels at random, columns of a table), {@link org.energymatching.inverse.Downsampling}, {@link
 *   org.energymatching.inverse.Blur}, {@link org.energymatching.inverse.CompressedSensing}, {@link
 *   org.energymatching.inverse.Identity}. A composition is {@code blur.then(downsampling)}.
 *   <dt>{@link org.energymatching.inverse.NoiseModel}: p(y | A(x))
 *   <dd>{@link org.energymatching.inverse.GaussianNoise} and {@link org.energymatching.inverse.PoissonNoise}.
 *   <dt>{@link org.energymatching.inverse.ForwardModel}: both together
 *   <dd>simulates measurements, and makes likelihoods of them.
 * </dl>
 */
@NullMarked
package org.energymatching.inverse;

import org.jspecify.annotations.NullMarked;
