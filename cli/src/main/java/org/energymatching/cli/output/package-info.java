/** What verbs write: pages, pictures, rows. */
@NullMarked
package org.energymatching.cli.output;

import org.jspecify.annotations.NullMarked;
