/** Local intrinsic dimension: {@code em dimension}. */
@NullMarked
package org.energymatching.cli.dimension;

import org.jspecify.annotations.NullMarked;
