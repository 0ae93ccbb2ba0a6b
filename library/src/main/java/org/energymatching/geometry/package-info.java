/** The shape of a potential around a point: its Hessian, the spectrum of it, and the dimension that the data have there. */
@NullMarked
package org.energymatching.geometry;

import org.jspecify.annotations.NullMarked;
