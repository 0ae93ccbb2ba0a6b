package org.energymatching.cli.restore;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be restored.
 *
 * @param data measurements, or clean rows to simulate measurements of; null for the rows that the run holds out
 * @param simulate whether the data are clean
 * @param truth what the measurements were made of, or null
 * @param operators of the command line, in their order; none for a table with empty cells
 * @param noise of the measurements
 * @param n how many of the first rows; null for all, or where measurements are simulated a handful
 * @param seed of simulated noise and of the chains
 */
record RestoreRequest(
        @Nullable Path data,
        boolean simulate,
        @Nullable Path truth,
        List<String> operators,
        NoiseText noise,
        @Nullable Integer n,
        long seed) {}
