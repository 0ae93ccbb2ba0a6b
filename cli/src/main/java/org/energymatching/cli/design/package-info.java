/** Design of sequences: {@code em design} and {@code em fitness}. */
@NullMarked
package org.energymatching.cli.design;

import org.jspecify.annotations.NullMarked;
