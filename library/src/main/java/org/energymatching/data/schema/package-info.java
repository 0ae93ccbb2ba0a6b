/** Tables of mixed types: the types of columns, and the encoding of cells as numbers. */
@NullMarked
package org.energymatching.data.schema;

import org.jspecify.annotations.NullMarked;
