/**
 * From a plan to a potential: phases, optimizer steps, guards, and runs that resume bit for bit.
 *
 * <p>A {@link org.energymatching.training.TrainingPlan} says everything that decides the result; a {@link
 * org.energymatching.training.RunDirectory} keeps checkpoints and metrics; {@link org.energymatching.training.Trainer}
 * brings the two together. Each step is a function of the plan, its seed and the step's number.
 */
@NullMarked
package org.energymatching.training;

import org.jspecify.annotations.NullMarked;
