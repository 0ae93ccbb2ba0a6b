/** The kernels that a configuration can name. */
@NullMarked
package org.energymatching.cli.kernel;

import org.jspecify.annotations.NullMarked;
