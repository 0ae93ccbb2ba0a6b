/**
 * Sequences of letters: their {@link org.energymatching.protein.Alphabet}, the latent space that a {@link
 * org.energymatching.protein.SequenceVae} lays them out in, and a {@link org.energymatching.protein.FitnessPredictor} that says
 * how good one is (paper, section on inverse design).
 *
 * <p>Proteins gave the package its name; DNA, RNA and letters of your own work as well.
 */
@NullMarked
package org.energymatching.protein;

import org.jspecify.annotations.NullMarked;
