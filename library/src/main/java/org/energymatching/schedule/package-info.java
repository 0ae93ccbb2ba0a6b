/** Schedules, as pure functions of time t or of the step: temperature, flow weight, learning rate, time grid. */
@NullMarked
package org.energymatching.schedule;

import org.jspecify.annotations.NullMarked;
