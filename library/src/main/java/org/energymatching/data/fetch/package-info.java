/** Public data sets: download and check. */
@NullMarked
package org.energymatching.data.fetch;

import org.jspecify.annotations.NullMarked;
