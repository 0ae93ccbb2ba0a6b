/**
 * {@code em doctor}: whether this machine can run the program, and what to do if not.
 *
 * <p>{@link org.energymatching.cli.doctor.Machine} collects the facts, {@link
 * org.energymatching.cli.doctor.Examination} checks them. The check is a pure function, so it is tested on machines
 * that are not available.
 */
@NullMarked
package org.energymatching.cli.doctor;

import org.jspecify.annotations.NullMarked;
