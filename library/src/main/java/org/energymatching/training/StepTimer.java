package org.energymatching.training;

import org.energymatching.tensor.Device;

/** Runs the steps of a plan one at a time, without a run directory, for benchmarks. */
public final class StepTimer implements AutoCloseable {

    private final TrainingPlan plan;
    private final TrainingState state;

    private StepTimer(TrainingPlan plan, Device device) {
        this.plan = plan;
        this.state = TrainingState.fresh(plan, device, null);
    }

    /** The steps of the plan's first phase. */
    public static StepTimer of(TrainingPlan plan) {
        return of(plan, Device.cpu());
    }

    /** The same on a device. */
    public static StepTimer of(TrainingPlan plan, Device device) {
        return new StepTimer(plan, device);
    }

    /** Runs the next step and returns its time in seconds. */
    public double advance() {
        double before = state.seconds();
        return state.advance(plan.phases().get(0), 0).seconds() - before;
    }

    @Override
    public void close() {
        state.close();
    }
}
