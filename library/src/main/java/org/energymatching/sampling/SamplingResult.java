package org.energymatching.sampling;

import org.energymatching.sampling.diagnostics.Diagnostics;

/**
 * Where chains went, and what is to be said of it.
 *
 * @param trajectory where they stood
 * @param diagnostics how well they mixed
 * @param ending what ended them
 */
public record SamplingResult(Trajectory trajectory, Diagnostics diagnostics, Ending ending) {

    /** What ends chains. */
    public enum Ending {
        /** Their time was over. */
        TIME,
        /** Their mean energy had come to rest, and the certificate, if there was one, accepted them. */
        PLATEAU,
        /** Their mean energy had come to rest, and the certificate still refused them. */
        UNCERTIFIED
    }
}
