/**
 * The verbs that do the work: train a potential, and use the one that a run directory holds.
 *
 * <p>{@link org.energymatching.cli.run.Experiment} turns a configuration into the library's objects; {@link
 * org.energymatching.cli.run.TrainedRun} is what a run directory holds once it was trained; pictures and the report are
 * drawn from it.
 */
@NullMarked
package org.energymatching.cli.run;

import org.jspecify.annotations.NullMarked;
