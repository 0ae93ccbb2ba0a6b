/**
 * What verbs share: to train a potential, and to use that of a run directory.
 *
 * <p>{@link org.energymatching.cli.run.Experiment} makes the library's objects from a configuration; {@link
 * org.energymatching.cli.run.TrainedRun} is the trained run of a directory, from which figures and the report are made.
 */
@NullMarked
package org.energymatching.cli.run;

import org.jspecify.annotations.NullMarked;
