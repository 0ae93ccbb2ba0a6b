package org.energymatching.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.checkpoint.Provenance;
import org.energymatching.checkpoint.file.OptimizerState;
import org.energymatching.condition.Conditions;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Adam;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.objective.Batch;
import org.energymatching.objective.Batches;
import org.energymatching.objective.Loss;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The state of training: weights, their moving average, the optimizer's moments, the state of objectives, and the step.
 */
final class TrainingState implements AutoCloseable {

    private final TrainingPlan plan;
    private final Rng root;
    private final Parameters weights;
    private final Parameters average;
    private final Adam adam;
    private final ShardedGradient gradient;
    private final Potential frozen;
    private final RowsAhead rows;
    private final @Nullable Processes processes;
    private final Map<String, Tensor> kept = new LinkedHashMap<>();
    private long step;
    private double seconds;

    private TrainingState(
            TrainingPlan plan,
            Parameters weights,
            Parameters average,
            Adam adam,
            Map<String, Samples> kept,
            long step,
            double seconds,
            @Nullable Processes processes) {
        this.plan = plan;
        this.processes = processes;
        this.root = Rng.of(plan.seed());
        this.weights = weights;
        this.average = average;
        this.adam = adam;
        try (Scope scope = Scope.open()) {
            kept.forEach((name, samples) ->
                    this.kept.put(name, samples.tensor(weights.device()).own()));
        }
        this.step = step;
        this.seconds = seconds;
        this.gradient = new ShardedGradient(plan.network(), weights, plan.shardRows(), processes);
        this.frozen = Potential.of(new Network(plan.network(), weights));
        this.rows = new RowsAhead(plan, weights.device());
    }

    static TrainingState fresh(TrainingPlan plan, Device device, @Nullable Processes processes) {
        Parameters weights =
                Parameters.initial(plan.network().parameters(), Rng.of(plan.seed()).stream("weights"), device);
        return new TrainingState(
                plan,
                weights,
                weights.copy(),
                Adam.create(weights.size(), plan.beta1(), plan.beta2(), device),
                Map.of(),
                0,
                0,
                processes);
    }

    static TrainingState resume(TrainingPlan plan, Checkpoint from, Device device, @Nullable Processes processes) {
        var specs = plan.network().parameters();
        OptimizerState moments = from.optimizer();
        return new TrainingState(
                plan,
                Parameters.of(specs, from.rawWeights(), device),
                Parameters.of(specs, from.weights(), device),
                Adam.restore(moments.mean(), moments.square(), plan.beta1(), plan.beta2(), device),
                from.kept(),
                from.step(),
                from.seconds(),
                processes);
    }

    /** The mini-batches of the next step, and the kept state of earlier steps. */
    private final class Drawn implements Batches {

        @Override
        public Batch of(String pass) {
            RowsAhead.Rows drawn = rows.of(pass, step);
            return Batch.of(
                    drawn.source(),
                    conditioned(
                            drawn.data(), root.stream(pass).stream("conditions").at(step)),
                    weights.device());
        }

        /** Data with conditions, some of them left out, if the network is conditional; otherwise data without conditions. */
        private Samples conditioned(Samples data, Rng rng) {
            Conditions conditions = plan.network().conditions();
            if (conditions.isNone()) {
                return data.given(null);
            }
            Samples given = data.conditions();
            if (given == null || given.width() != conditions.width()) {
                throw new UsageException(
                        "The network is conditioned on " + String.join(", ", conditions.names())
                                + ", and the data have "
                                + (given == null ? "no conditions." : given.width() + " numbers of conditions a row."),
                        "Each row of data has its condition, encoded in " + conditions.width() + " numbers.",
                        "Give the data their conditions (Samples.given), or train a network without.");
            }
            float[] rows = given.values().clone();
            for (int row = 0; row < given.rows(); row++) {
                conditions.drop(rows, row, plan.conditionDropout(), rng.at(row));
            }
            return data.given(new Samples(rows, given.shape()));
        }

        @Override
        public Optional<Tensor> kept(String name) {
            return Optional.ofNullable(kept.get(name));
        }
    }

    /** The time of all steps, including those of earlier runs of the plan. */
    double seconds() {
        return seconds;
    }

    /** The number of steps so far. */
    long step() {
        return step;
    }

    /** Makes one step of a phase that starts after {@code phaseStart} steps; in a group, with the other processes. */
    StepReport advance(Phase phase, long phaseStart) {
        return processes == null
                ? advanced(phase, phaseStart)
                : processes.group().divide(() -> advanced(phase, phaseStart));
    }

    private StepReport advanced(Phase phase, long phaseStart) {
        long started = System.nanoTime();
        Rng rng = root.stream("step").at(step);
        double rate = (phase.learningRate() == null ? plan.learningRate() : phase.learningRate())
                .at(step - phaseStart, phase.steps());
        try (Scope scope = Scope.open()) {
            Loss loss = phase.objective().prepare(frozen, new Drawn(), rng);
            rows.begin(step + 1);
            ShardedGradient.Result result = gradient.of(loss, rng.stream("dropout"));
            double norm = Math.sqrt(result.gradient().square().sum().item());
            long taken = step + 1;
            if (Double.isFinite(norm)) {
                Tensor clipped =
                        norm > plan.clipNorm() ? result.gradient().times(plan.clipNorm() / norm) : result.gradient();
                step = taken;
                adam.update(weights, clipped, rate, step);
                average.average(weights, phase.emaDecay());
                loss.kept().forEach(this::keep);
            }
            seconds += (System.nanoTime() - started) * 1e-9;
            return new StepReport(taken, phase.name(), result.report(), norm, rate, seconds);
        }
    }

    /** Stores the state for the next step, and frees the state that it replaces. */
    private void keep(String name, Tensor value) {
        Tensor before = kept.put(name, value.own());
        if (before != null && before != value) {
            before.close();
        }
    }

    Checkpoint checkpoint() {
        return new Checkpoint(
                step,
                seconds,
                plan.network(),
                average.values(),
                weights.values(),
                new OptimizerState(adam.mean(), adam.square()),
                samples(kept),
                plan.standardization(),
                plan.description(),
                Provenance.here(weights.device()));
    }

    private static Map<String, Samples> samples(Map<String, Tensor> kept) {
        Map<String, Samples> samples = new LinkedHashMap<>();
        kept.forEach((name, tensor) -> samples.put(name, Samples.of(tensor)));
        return samples;
    }

    @Override
    public void close() {
        rows.close();
        kept.values().forEach(Tensor::close);
        gradient.close();
        adam.close();
        average.close();
        weights.close();
    }
}
