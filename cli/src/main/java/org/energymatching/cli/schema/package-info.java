/** Configurations as records: their keys, what each allows, how they are read, written and explained. */
@NullMarked
package org.energymatching.cli.schema;

import org.jspecify.annotations.NullMarked;
