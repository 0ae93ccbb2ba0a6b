/**
 * The program {@code em}.
 *
 * <p>A verb is a small class that implements {@link org.energymatching.cli.Verb}: it gets a {@link
 * org.energymatching.cli.Console} for its messages (standard error), and returns a {@link
 * org.energymatching.cli.Result} (standard output, as text or as one JSON object). {@link org.energymatching.cli.Em}
 * does the rest, so that all verbs parse, print, fail and stop in the same way.
 */
@NullMarked
package org.energymatching.cli;

import org.jspecify.annotations.NullMarked;
