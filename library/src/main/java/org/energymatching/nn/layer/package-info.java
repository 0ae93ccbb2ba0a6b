/** Layers that networks of several kinds are made of: convolutions, attention, normalisations. */
@NullMarked
package org.energymatching.nn.layer;

import org.jspecify.annotations.NullMarked;
