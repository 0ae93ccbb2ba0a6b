/**
 * Networks: those that are potentials, and those that others trained to see.
 *
 * <p>For a potential, an {@link org.energymatching.nn.Architecture} says how it computes, {@link
 * org.energymatching.nn.Parameters} hold what was learnt, and {@link org.energymatching.nn.Network} is both together.
 *
 * <p>The sizes of weights that were trained elsewhere follow from their shapes: {@link org.energymatching.nn.image.ImagePotentialShapes}.
 *
 * <p>A {@link org.energymatching.nn.feature.FeatureNetwork} turns images into the rows of features that they are compared by:
 * {@link org.energymatching.nn.feature.CifarResNet} for small experiments, {@link org.energymatching.nn.feature.InceptionV3} for numbers
 * that compare with published ones, {@link org.energymatching.nn.feature.TorchScriptFeatures} for any other network that was
 * exported as a program.
 */
@NullMarked
package org.energymatching.nn;

import org.jspecify.annotations.NullMarked;
