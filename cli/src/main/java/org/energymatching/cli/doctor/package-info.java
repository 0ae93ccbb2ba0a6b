/**
 * {@code em doctor}: whether this machine can run the program, and what to do if not.
 *
 * <p>{@link org.energymatching.cli.doctor.Machine} gathers the facts, {@link
 * org.energymatching.cli.doctor.Examination} judges them. The judgement is a pure function, so it is tested on machines
 * nobody has at hand.
 */
@NullMarked
package org.energymatching.cli.doctor;

import org.jspecify.annotations.NullMarked;
