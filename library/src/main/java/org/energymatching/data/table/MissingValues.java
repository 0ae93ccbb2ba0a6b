package org.energymatching.data.table;

/** The treatment of a row of a table in which a used cell is empty or reads NA, NaN, null and the like. */
public enum MissingValues {
    /** An error that lists such cells. */
    ERROR,
    /** The row is left out, and the number of such rows is reported. */
    DROP_ROWS,
    /** The cell becomes NaN, a missing value. */
    KEEP
}
