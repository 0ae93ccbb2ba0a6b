/** The local geometry of a potential: its Hessian, the Hessian's spectrum, and the local intrinsic dimension of data. */
@NullMarked
package org.energymatching.geometry;

import org.jspecify.annotations.NullMarked;
