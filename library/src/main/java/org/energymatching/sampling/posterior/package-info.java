/** Samples of posteriors: chains guided by an observation, renoising, and summaries of their draws. */
@NullMarked
package org.energymatching.sampling.posterior;

import org.jspecify.annotations.NullMarked;
