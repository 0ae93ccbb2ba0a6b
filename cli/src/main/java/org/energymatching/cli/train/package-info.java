/** Training: {@code em train} and {@code em demo}. */
@NullMarked
package org.energymatching.cli.train;

import org.jspecify.annotations.NullMarked;
