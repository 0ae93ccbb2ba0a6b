/**
 * The files of users, read and written: none is left half written, each has its checksum, rows of {@code .npy} and CSV, numbers
 * in text, and the progress of long reads.
 */
@NullMarked
package org.energymatching.data.file;

import org.jspecify.annotations.NullMarked;
