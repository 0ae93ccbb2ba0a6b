package org.energymatching.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.energymatching.data.Standardization;
import org.energymatching.nn.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * The contents of {@code checkpoint.json}.
 *
 * @param format of the folder
 * @param step the optimizer steps taken
 * @param seconds of training
 * @param architecture {@link Architecture#description}
 * @param standardization the standardisation of the data; null where they are not standardised
 * @param plan of the training
 * @param provenance its origin
 */
record CheckpointDescription(
        int format,
        long step,
        double seconds,
        Map<String, Object> architecture,
        @Nullable Standardization standardization,
        Map<String, Object> plan,
        Provenance provenance) {

    CheckpointDescription {
        requireNonNull(architecture, "no architecture");
        requireNonNull(plan, "no plan");
        requireNonNull(provenance, "no provenance");
        if (step < 0 || !(seconds >= 0 && Double.isFinite(seconds))) {
            throw new IllegalArgumentException("step and seconds are finite numbers of 0 or more");
        }
    }

    static CheckpointDescription of(Checkpoint checkpoint, int format) {
        return new CheckpointDescription(
                format,
                checkpoint.step(),
                checkpoint.seconds(),
                checkpoint.architecture().description(),
                checkpoint.standardization(),
                checkpoint.plan(),
                checkpoint.provenance());
    }
}
