/** What a potential V(x | c) is conditioned on: classes and numbers, and how they are encoded. */
@NullMarked
package org.energymatching.condition;

import org.jspecify.annotations.NullMarked;
