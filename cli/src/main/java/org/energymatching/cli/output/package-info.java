/** The output of verbs: pages, figures, rows. */
@NullMarked
package org.energymatching.cli.output;

import org.jspecify.annotations.NullMarked;
