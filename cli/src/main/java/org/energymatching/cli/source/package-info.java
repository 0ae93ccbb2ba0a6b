/** The source distributions that a configuration can name. */
@NullMarked
package org.energymatching.cli.source;

import org.jspecify.annotations.NullMarked;
