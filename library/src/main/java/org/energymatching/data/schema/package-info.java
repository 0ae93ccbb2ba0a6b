/** Tables of mixed types: what each column holds, and its cells as numbers and back. */
@NullMarked
package org.energymatching.data.schema;

import org.jspecify.annotations.NullMarked;
