/** Tables of numbers: CSV in its dialects, columns, missing values. */
@NullMarked
package org.energymatching.data.table;

import org.jspecify.annotations.NullMarked;
