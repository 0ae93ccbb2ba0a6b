/** Measures of samples against data: {@code em evaluate}. */
@NullMarked
package org.energymatching.cli.evaluate;

import org.jspecify.annotations.NullMarked;
