/** Trained potentials on disk: tensors in the safetensors format, read with suspicion and written whole or not at all. */
@NullMarked
package org.energymatching.checkpoint;

import org.jspecify.annotations.NullMarked;
