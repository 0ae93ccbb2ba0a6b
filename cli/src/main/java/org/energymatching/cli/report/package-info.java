/** A run's report and figures: {@code em plot}. */
@NullMarked
package org.energymatching.cli.report;

import org.jspecify.annotations.NullMarked;
