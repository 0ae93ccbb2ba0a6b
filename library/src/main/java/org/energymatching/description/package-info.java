/** Descriptions of the parts of a training plan, so that a checkpoint records how it was trained. */
@NullMarked
package org.energymatching.description;

import org.jspecify.annotations.NullMarked;
