/** Files of weights: safetensors, read and written, and files of {@code torch.save}, read without running their code. */
@NullMarked
package org.energymatching.checkpoint.file;

import org.jspecify.annotations.NullMarked;
