/** The potential of images: the paper's U-Net with a vision transformer as its head. */
@NullMarked
package org.energymatching.nn.image;

import org.jspecify.annotations.NullMarked;
