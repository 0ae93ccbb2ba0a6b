/**
 * Training: plans, phases, optimizer steps, divergence checks, and runs that resume bit for bit.
 *
 * <p>A {@link org.energymatching.training.TrainingPlan} determines the result; a {@link
 * org.energymatching.training.RunDirectory} has checkpoints and metrics; a {@link org.energymatching.training.Trainer} trains a
 * plan in a run directory. Each step is a function of the plan, its seed and the step's number.
 */
@NullMarked
package org.energymatching.training;

import org.jspecify.annotations.NullMarked;
