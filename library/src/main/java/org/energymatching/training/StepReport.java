package org.energymatching.training;

import org.energymatching.objective.LossReport;

/**
 * What a training step came to.
 *
 * @param step its number, counted from 1 over all phases
 * @param phase the name of its phase
 * @param loss the losses
 * @param gradientNorm the norm of the gradient before clipping
 * @param learningRate η
 * @param seconds how long all steps so far took, the work between steps not counted
 */
public record StepReport(
        long step, String phase, LossReport loss, double gradientNorm, double learningRate, double seconds) {}
