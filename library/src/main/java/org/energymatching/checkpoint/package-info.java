/**
 * Trained potentials on disk: tensors in the safetensors format, checked when read and written atomically, and the files of
 * {@code torch.save}, read without Python and without running their code.
 */
@NullMarked
package org.energymatching.checkpoint;

import org.jspecify.annotations.NullMarked;
