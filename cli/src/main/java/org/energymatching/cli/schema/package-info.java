/** Configurations as records: their keys, the allowed values, reading, writing and explanation. */
@NullMarked
package org.energymatching.cli.schema;

import org.jspecify.annotations.NullMarked;
