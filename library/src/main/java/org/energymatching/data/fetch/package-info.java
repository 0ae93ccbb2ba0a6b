/** Public data sets, fetched and checked. */
@NullMarked
package org.energymatching.data.fetch;

import org.jspecify.annotations.NullMarked;
