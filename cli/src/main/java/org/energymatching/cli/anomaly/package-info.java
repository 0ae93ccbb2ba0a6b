/** {@code em anomalies}: rows that are unlike the data, by their energy. */
@NullMarked
package org.energymatching.cli.anomaly;

import org.jspecify.annotations.NullMarked;
