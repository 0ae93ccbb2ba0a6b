/** Weights of other programs: {@code em import} and {@code em export}. */
@NullMarked
package org.energymatching.cli.transfer;

import org.jspecify.annotations.NullMarked;
