/** Sampling and energies: {@code em sample} and {@code em energy}. */
@NullMarked
package org.energymatching.cli.sample;

import org.jspecify.annotations.NullMarked;
