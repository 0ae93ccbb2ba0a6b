/** The conditions of a potential V(x | c), classes and numbers, and their encoding. */
@NullMarked
package org.energymatching.condition;

import org.jspecify.annotations.NullMarked;
