/** Multilayer perceptrons, wrappers of potentials, and the architectures of checkpoints. */
@NullMarked
package org.energymatching.nn.potential;

import org.jspecify.annotations.NullMarked;
