/**
 * What was measured: an operator, noise, and the {@link org.energymatching.inverse.Likelihood} that they make of y.
 *
 * <p>An inverse problem in three lines: what is seen of x, what a measurement makes of the target, and samples of all x
 * that it leaves possible.
 *
 * <pre>{@code
 * ForwardModel hole = Inpainting.box(Shape.of(1, 28, 28), 8, 8, 12, 12).with(NoiseModel.gaussian(0.05));
 * Target posterior = Target.of(v).given(hole.likelihood(y));
 * Samples restored = sampler.sample(posterior, StandardNormal.of(1, 28, 28), 16, 7);
 * }</pre>
 *
 * <p>The measurement is heard times ε(t), so the temperature has to set in before the chains have settled: τ* well below 1.
 *
 * <dl>
 *   <dt>{@link org.energymatching.inverse.MeasurementOperator}: A(x), anything that can be differentiated
 *   <dd>{@link org.energymatching.inverse.LinearOperator} knows its transpose too: {@link
 *       org.energymatching.inverse.Inpainting} (a mask, a box, pixels at random, columns of a table), {@link
 *       org.energymatching.inverse.Downsampling}, {@link org.energymatching.inverse.Blur}, {@link
 *       org.energymatching.inverse.CompressedSensing}, {@link org.energymatching.inverse.Identity}. One after another:
 *       {@code blur.then(downsampling)}.
 *   <dt>{@link org.energymatching.inverse.NoiseModel}: p(y | A(x))
 *   <dd>{@link org.energymatching.inverse.GaussianNoise} and {@link org.energymatching.inverse.PoissonNoise}.
 *   <dt>{@link org.energymatching.inverse.ForwardModel}: both together
 *   <dd>simulates measurements, and makes likelihoods of them.
 * </dl>
 */
@NullMarked
package org.energymatching.inverse;

import org.jspecify.annotations.NullMarked;
