/**
 * Tensors of libtorch behind a thin layer, the scopes that free them, devices, and randomness as an argument.
 *
 * <p>Their implementation is in {@code tensor.engine}; only these two packages and {@code nn} import the binding. All other
 * packages use {@link org.energymatching.tensor.Tensor}, {@link org.energymatching.tensor.Shape} and {@link
 * org.energymatching.tensor.Rng}.
 */
@NullMarked
package org.energymatching.tensor;

import org.jspecify.annotations.NullMarked;
