package org.energymatching.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.energymatching.data.Standardization;
import org.energymatching.nn.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * What {@code checkpoint.json} holds.
 *
 * @param format of the folder
 * @param step the optimizer steps taken
 * @param seconds of training
 * @param architecture {@link Architecture#description}
 * @param standardization what data were divided by; null where they were taken as they are
 * @param plan that it was trained by
 * @param provenance where it comes from
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
