/**
 * Networks: potentials, and pre-trained feature networks.
 *
 * <p>For a potential, an {@link org.energymatching.nn.Architecture} is the function, {@link org.energymatching.nn.Parameters}
 * are its trained numbers, and a {@link org.energymatching.nn.Network} is both together.
 *
 * <p>The sizes of weights that were trained elsewhere follow from their shapes: {@link org.energymatching.nn.image.ImagePotentialShapes}.
 *
 * <p>A {@link org.energymatching.nn.feature.FeatureNetwork} maps images to rows of features for comparisons: {@link
 * org.energymatching.nn.feature.CifarResNet} for small experiments, {@link org.energymatching.nn.feature.InceptionV3} for
 * numbers that compare with published ones, {@link org.energymatching.nn.feature.TorchScriptFeatures} for any other network
 * that was exported as a program.
 */
@NullMarked
package org.energymatching.nn;

import org.jspecify.annotations.NullMarked;
