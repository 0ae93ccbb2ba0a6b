/** The losses and couplings that a configuration can name. */
@NullMarked
package org.energymatching.cli.loss;

import org.jspecify.annotations.NullMarked;
