/** The networks that a configuration can name. */
@NullMarked
package org.energymatching.cli.network;

import org.jspecify.annotations.NullMarked;
