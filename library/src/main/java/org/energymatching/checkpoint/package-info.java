/**
 * Trained potentials on disk: tensors in the safetensors format, read with suspicion and written whole or not at all, and the files
 * of {@code torch.save}, read without Python and without running anything that they say.
 */
@NullMarked
package org.energymatching.checkpoint;

import org.jspecify.annotations.NullMarked;
