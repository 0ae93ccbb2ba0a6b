/** Likelihoods of data: {@code em likelihood}. */
@NullMarked
package org.energymatching.cli.likelihood;

import org.jspecify.annotations.NullMarked;
