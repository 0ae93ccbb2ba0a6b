/**
 * Sequences of letters: their {@link org.energymatching.protein.Alphabet}, the latent space of a {@link
 * org.energymatching.protein.SequenceVae}, and a {@link org.energymatching.protein.FitnessPredictor} of
 * their scores (paper, section on inverse design).
 *
 * <p>The package is named after proteins; DNA, RNA and other alphabets work as well.
 */
@NullMarked
package org.energymatching.protein;

import org.jspecify.annotations.NullMarked;
