/** Files that torch.save writes, read without running what is in them. */
@NullMarked
package org.energymatching.checkpoint.torch;

import org.jspecify.annotations.NullMarked;
