/**
 * The engine's border: values of libtorch behind a thin layer, the scopes that free them, and randomness as an argument.
 *
 * <p>Only this package and {@code nn} import the binding. Everything above speaks of {@link
 * org.energymatching.tensor.Tensor}, {@link org.energymatching.tensor.Shape} and {@link org.energymatching.tensor.Rng}.
 */
@NullMarked
package org.energymatching.tensor;

import org.jspecify.annotations.NullMarked;
