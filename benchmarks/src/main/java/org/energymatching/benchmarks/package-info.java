/** Timings of what training and sampling spend their time on; {@code benchmarks/run} runs them all. */
@NullMarked
package org.energymatching.benchmarks;

import org.jspecify.annotations.NullMarked;
