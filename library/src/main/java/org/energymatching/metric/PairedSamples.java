package org.energymatching.metric;

import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/** Truths and estimates in corresponding rows. */
public final class PairedSamples {

    private PairedSamples() {}

    /** Checks that both have one shape and finite values, and at least one value. */
    static void require(Samples truth, Samples estimate) {
        if (!truth.shape().equals(estimate.shape()) || truth.values().length == 0) {
            throw new UsageException(
                    "Truths of shape " + truth.shape() + " were compared with estimates of shape " + estimate.shape()
                            + ".",
                    "Both have one shape, (rows, …), with at least one value.",
                    "Pass one estimate for every truth, in the same order.");
        }
        finite(truth, "truths");
        finite(estimate, "estimates");
    }

    /** The number M of members of the ensemble for each truth: rows iM … iM + M - 1 belong to truth i. */
    public static int members(Samples ensemble, Samples truth) {
        if (!truth.shape().row().equals(ensemble.shape().row())
                || truth.values().length == 0
                || ensemble.rows() == 0
                || ensemble.rows() % truth.rows() != 0) {
            throw new UsageException(
                    "An ensemble of shape " + ensemble.shape() + " was compared with truths of shape " + truth.shape()
                            + ".",
                    "Rows have one shape, and every truth has the same number of members, one after another.",
                    "Pass as many members for every truth, in the order of the truths.");
        }
        finite(truth, "truths");
        finite(ensemble, "ensemble");
        return ensemble.rows() / truth.rows();
    }

    static void finite(Samples samples, String which) {
        float[] values = samples.values();
        for (int at = 0; at < values.length; at++) {
            if (!Float.isFinite(values[at])) {
                throw new DataException(
                        "Row " + at / samples.width() + ", column " + at % samples.width() + " of the " + which + " is "
                                + values[at] + ".",
                        "All values are finite.",
                        "Leave the row out, or find out where its chain diverged.");
            }
        }
    }
}
