package org.energymatching.training;

import org.energymatching.objective.LossReport;

/**
 * The report of a training step.
 *
 * @param step its number, counted from 1 over all phases
 * @param phase the name of its phase
 * @param loss the losses
 * @param gradientNorm the norm of the gradient before clipping
 * @param learningRate η
 * @param seconds the time of all steps so far, without the work between steps
 */
public record StepReport(
        long step, String phase, LossReport loss, double gradientNorm, double learningRate, double seconds) {}
