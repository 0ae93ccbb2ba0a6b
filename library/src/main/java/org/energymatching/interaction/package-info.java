/**
 * Interactions of chains that are sampled together: {@link org.energymatching.interaction.InteractionEnergy}.
 *
 * <pre>{@code Target diverse = posterior.repelledBy(PairwiseRepulsion.of(8, 20));}</pre>
 *
 * <p>{@link org.energymatching.interaction.PairwiseRepulsion} is the paper's, {@link
 * org.energymatching.interaction.GaussianRepulsion} a bounded one.
 */
@NullMarked
package org.energymatching.interaction;

import org.jspecify.annotations.NullMarked;
