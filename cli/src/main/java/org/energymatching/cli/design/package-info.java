/** Design of sequences: {@code em design} and {@code em score}. */
@NullMarked
package org.energymatching.cli.design;

import org.jspecify.annotations.NullMarked;
