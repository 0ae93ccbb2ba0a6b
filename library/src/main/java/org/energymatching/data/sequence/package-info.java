/** Sequences of letters: FASTA, tables, plain lines. */
@NullMarked
package org.energymatching.data.sequence;

import org.jspecify.annotations.NullMarked;
