/** Densities and manifolds that are known exactly. */
@NullMarked
package org.energymatching.data.toy;

import org.jspecify.annotations.NullMarked;
