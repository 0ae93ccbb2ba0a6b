/** Energy Matching: one scalar potential V(x) as a generator, a likelihood and a prior. */
@NullMarked
package org.energymatching;

import org.jspecify.annotations.NullMarked;
