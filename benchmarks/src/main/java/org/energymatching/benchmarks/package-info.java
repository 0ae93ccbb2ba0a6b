/**
 * Timings of what training and sampling spend their time on; {@code benchmarks/run} runs all of {@link
 * org.energymatching.benchmarks.Suite}, {@code benchmarks/run images} those of {@link org.energymatching.benchmarks.ImageSteps}.
 * And {@code benchmarks/run dimension}, intrinsic dimensions beside the truth: {@link
 * org.energymatching.benchmarks.Dimensions}.
 */
@NullMarked
package org.energymatching.benchmarks;

import org.jspecify.annotations.NullMarked;
