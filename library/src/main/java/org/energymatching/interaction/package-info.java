/** What chains that are sampled together feel of one another: {@link org.energymatching.interaction.InteractionEnergy}. */
@NullMarked
package org.energymatching.interaction;

import org.jspecify.annotations.NullMarked;
