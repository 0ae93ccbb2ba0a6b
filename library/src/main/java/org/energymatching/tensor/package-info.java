/**
 * Tensors of libtorch behind a thin layer, the scopes that free them, devices, and randomness as an argument.
 *
 * <p>What computes behind them is in {@code tensor.engine}; only these two packages and {@code nn} import the binding. Everything
 * above speaks of {@link org.energymatching.tensor.Tensor}, {@link org.energymatching.tensor.Shape} and {@link
 * org.energymatching.tensor.Rng}.
 */
@NullMarked
package org.energymatching.tensor;

import org.jspecify.annotations.NullMarked;
