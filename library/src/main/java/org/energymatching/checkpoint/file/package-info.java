/** Files of weights: safetensors, read and written, and what {@code torch.save} writes, read without running what is in it. */
@NullMarked
package org.energymatching.checkpoint.file;

import org.jspecify.annotations.NullMarked;
