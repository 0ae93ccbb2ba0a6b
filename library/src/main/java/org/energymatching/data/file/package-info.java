/** What files and numbers of users go through on their way in and out: writing without half files, checksums, rows of .npy and CSV, numbers in text, progress. */
@NullMarked
package org.energymatching.data.file;

import org.jspecify.annotations.NullMarked;
