/**
 * What an experiment is: {@link org.energymatching.cli.config.RunConfig}, read strictly from YAML.
 *
 * <p>Every key is declared once, as a record component whose {@link org.energymatching.cli.schema.Key} gives its meaning,
 * default, range and symbol. Reading, checking, explaining and printing all follow from these records. A file inherits
 * the defaults, {@code key=value} overrides come last, and an unknown key is an error that names the nearest known one.
 */
@NullMarked
package org.energymatching.cli.config;

import org.jspecify.annotations.NullMarked;
