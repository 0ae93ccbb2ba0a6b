/** Exceptions whose messages have three sentences: what happened, what was expected, what to do. */
@NullMarked
package org.energymatching.error;

import org.jspecify.annotations.NullMarked;
