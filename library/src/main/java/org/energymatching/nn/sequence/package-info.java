/** The potential of sequences: the paper's one-dimensional convolutional network with attention. */
@NullMarked
package org.energymatching.nn.sequence;

import org.jspecify.annotations.NullMarked;
