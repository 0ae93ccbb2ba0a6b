package org.energymatching.sampling;

import org.energymatching.sampling.diagnostics.Diagnostics;

/**
 * The trajectory of chains, with their diagnostics.
 *
 * @param trajectory their snapshots
 * @param diagnostics how well they mixed
 * @param ending what ended them
 */
public record SamplingResult(Trajectory trajectory, Diagnostics diagnostics, Ending ending) {

    /** Why chains ended. */
    public enum Ending {
        /** The end of their time. */
        TIME,
        /** Their mean energy had converged, and the certificate, if there was one, accepted them. */
        PLATEAU,
        /** Their mean energy had converged, and the certificate still refused them. */
        UNCERTIFIED
    }
}
