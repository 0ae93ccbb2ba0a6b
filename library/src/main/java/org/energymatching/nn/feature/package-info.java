/** Trained networks whose features compare sets of images. */
@NullMarked
package org.energymatching.nn.feature;

import org.jspecify.annotations.NullMarked;
