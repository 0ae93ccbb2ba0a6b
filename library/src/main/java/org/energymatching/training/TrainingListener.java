package org.energymatching.training;

import java.nio.file.Path;

/** Watches a run; every method does nothing until it is overridden. */
public interface TrainingListener {

    /** Training begins, at this step: above 0 where it resumes. */
    default void onStart(long step, long steps) {}

    /**
     * A run goes on with other versions or kernels than it was saved with, so that its last bits may differ from those of an
     * uninterrupted one.
     */
    default void onOtherMachine(String differences) {}

    /** A step is done. */
    default void onStep(StepReport report) {}

    /** A checkpoint is on disk. */
    default void onSave(long step, Path folder) {}
}
