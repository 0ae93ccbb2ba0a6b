/** {@code em impute}: missing cells of tables, drawn from the density given the observed ones. */
@NullMarked
package org.energymatching.cli.impute;

import org.jspecify.annotations.NullMarked;
