/** Sets of images: folders, archives, IDX, CIFAR, NumPy. */
@NullMarked
package org.energymatching.data.image;

import org.jspecify.annotations.NullMarked;
