/** Runs on Spark: samples, energies, imputations, anomalies and dimensions of DataFrames. */
@NullMarked
package org.energymatching.spark;

import org.jspecify.annotations.NullMarked;
