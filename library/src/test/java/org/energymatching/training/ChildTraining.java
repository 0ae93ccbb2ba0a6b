package org.energymatching.training;

import java.nio.file.Path;
import java.time.Duration;

/** A process that trains a tiny plan in the directory it is given, made to be killed. */
final class ChildTraining {

    private ChildTraining() {}

    static TrainingPlan plan() {
        return TinyRun.plan(600, 100).build();
    }

    public static void main(String[] arguments) {
        TinyRun.train(plan(), new RunDirectory(Path.of(arguments[0])), -1, Duration.ofMillis(3));
    }
}
