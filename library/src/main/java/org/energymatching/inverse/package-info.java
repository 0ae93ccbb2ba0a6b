/** What was measured: operators, noise, and the {@link org.energymatching.inverse.Likelihood} that they make together. */
@NullMarked
package org.energymatching.inverse;

import org.jspecify.annotations.NullMarked;
