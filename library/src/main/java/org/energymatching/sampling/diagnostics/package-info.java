/** Convergence diagnostics of chains: split R-hat, effective sample size, mean ranks. */
@NullMarked
package org.energymatching.sampling.diagnostics;

import org.jspecify.annotations.NullMarked;
