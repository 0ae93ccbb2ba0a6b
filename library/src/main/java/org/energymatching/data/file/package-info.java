/**
 * Files of users: atomic writes, checksums, rows of {@code .npy} and CSV, numbers
 * as text, and the progress of long reads.
 */
@NullMarked
package org.energymatching.data.file;

import org.jspecify.annotations.NullMarked;
