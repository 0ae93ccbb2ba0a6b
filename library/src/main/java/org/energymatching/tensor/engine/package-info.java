/**
 * The implementation of {@link org.energymatching.tensor.Tensor}: the engine and its binding, differentiation, convolutions,
 * matrices in double precision and constants of the engine. Not exported.
 */
@NullMarked
package org.energymatching.tensor.engine;

import org.jspecify.annotations.NullMarked;
