package org.energymatching.training;

import java.nio.file.Path;

/** A listener of a training run; by default every method does nothing. */
public interface TrainingListener {

    /** Training starts at this step, which is above 0 if it resumes. */
    default void onStart(long step, long steps) {}

    /**
     * A run resumes with other versions or kernels than it was saved with, so that its last bits may differ from those of an
     * uninterrupted run.
     */
    default void onOtherMachine(String differences) {}

    /** A step is done. */
    default void onStep(StepReport report) {}

    /** A checkpoint is on disk. */
    default void onSave(long step, Path folder) {}
}
