/**
 * The configuration of an experiment: {@link org.energymatching.cli.config.RunConfig}, read strictly from YAML.
 *
 * <p>Every key is declared once, as a record component whose {@link org.energymatching.cli.schema.Key} gives its meaning,
 * default, range and symbol. Reading, checks, explanations and output all use these records. A file inherits
 * the defaults, {@code key=value} overrides come last, and an unknown key is an error that suggests the nearest known one.
 */
@NullMarked
package org.energymatching.cli.config;

import org.jspecify.annotations.NullMarked;
