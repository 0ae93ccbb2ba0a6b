package org.energymatching.cli.restore;

import org.energymatching.Samples;
import org.energymatching.inverse.Likelihood;

/** What was measured of some rows, in the units of the potential. */
interface Evidence {

    /** How many rows were measured. */
    int rows();

    /** What it says of chains, of which so many belong to each row: chain i to row i / chains. */
    Likelihood likelihood(int chains);

    /** s = σ²/‖A‖², the variance that a measurement leaves where it tells most; infinite where nobody can tell. */
    double spread();

    /** The step at which chains at temperature ε begin to leap away from the measurement. */
    default double stableStep(double epsilon) {
        return 2 * spread() / epsilon;
    }

    /**
     * How far rows are from what was measured of them, as the root of the mean square of (y - A(x)) / σ: about 1 where they
     * fit as well as the noise lets them.
     *
     * @param x so many rows for each that was measured, one after another
     */
    double misfit(Samples x, int perRow);

    /** Measurements to look at, in the units of the data: NaN where nothing was measured. */
    Samples shown();

    /** Which values of a row are to be restored: those that were not measured themselves. */
    boolean[] unseen(int row);

    /** The rows with exact measurements put in place; as they are where measurements have noise. */
    Samples settled(Samples x, int perRow);
}
