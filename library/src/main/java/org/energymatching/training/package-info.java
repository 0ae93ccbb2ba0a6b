/** From a plan to a potential: phases, optimizer steps, guards, and runs that resume bit for bit. */
@NullMarked
package org.energymatching.training;

import org.jspecify.annotations.NullMarked;
