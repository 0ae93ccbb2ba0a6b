package org.energymatching.data.table;

/** What becomes of a row of a table in which a cell in use is empty or reads NA, NaN, null and the like. */
public enum MissingValues {
    /** It is an error that lists such cells. */
    ERROR,
    /** The row is left out, and how many were is said. */
    DROP_ROWS,
    /** The cell becomes NaN: nothing was measured there. */
    KEEP
}
