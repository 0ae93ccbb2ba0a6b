/** A loss and a kernel as users add them: their classes and one registration, with no change to the program. */
@NullMarked
package org.energymatching.cli.extension;

import org.jspecify.annotations.NullMarked;
