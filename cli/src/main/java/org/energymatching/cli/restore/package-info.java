/** Inverse problems: {@code em restore}. */
@NullMarked
package org.energymatching.cli.restore;

import org.jspecify.annotations.NullMarked;
