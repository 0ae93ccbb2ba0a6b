/** How the parts of a training plan describe themselves, so that a checkpoint can say what it was trained by. */
@NullMarked
package org.energymatching.description;

import org.jspecify.annotations.NullMarked;
