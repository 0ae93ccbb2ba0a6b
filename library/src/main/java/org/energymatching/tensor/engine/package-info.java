/**
 * What computes behind {@link org.energymatching.tensor.Tensor}: the engine and its binding, differentiation, convolutions,
 * matrices in double precision and constants of the engine. Exported to no user of the library.
 */
@NullMarked
package org.energymatching.tensor.engine;

import org.jspecify.annotations.NullMarked;
