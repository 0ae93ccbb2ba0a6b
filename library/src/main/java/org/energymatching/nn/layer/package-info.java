/** Layers of several networks: convolutions, attention, normalisations. */
@NullMarked
package org.energymatching.nn.layer;

import org.jspecify.annotations.NullMarked;
