package org.energymatching.coupling;

import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/** The requirements of solvers on a cost matrix. */
final class CostMatrix {

    /** The bound on a cost: sums of as many costs as an array can hold rows are finite. */
    private static final double LARGEST = 1e300;

    private CostMatrix() {}

    /** Checks that there are {@code rows} times {@code columns} costs and that each is a number within the bound. */
    static void require(double[] cost, int rows, int columns) {
        if (rows < 1 || columns < 1 || cost.length != (long) rows * columns) {
            throw new UsageException(
                    cost.length + " costs do not fill " + rows + " rows of " + columns + " columns.",
                    "A cost matrix has at least one row and one column and as many numbers as rows times columns.",
                    "Pass the numbers of points that the costs were computed for.");
        }
        for (int at = 0; at < cost.length; at++) {
            if (!(Math.abs(cost[at]) <= LARGEST)) {
                throw new DataException(
                        "The cost in row " + at / columns + ", column " + at % columns + " is " + cost[at] + ".",
                        "Every cost is finite and at most " + LARGEST + " in magnitude.",
                        "Look for NaN or infinite numbers in the points that the costs were computed from.");
            }
        }
    }
}
