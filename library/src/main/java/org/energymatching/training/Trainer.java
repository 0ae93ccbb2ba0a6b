package org.energymatching.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.checkpoint.Provenance;
import org.energymatching.checkpoint.file.FiniteWeights;
import org.energymatching.description.Difference;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.jspecify.annotations.Nullable;

/**
 * Trains a plan in a run directory, from the start or from its newest checkpoint (paper, algorithms 1 and 2).
 *
 * <p>To resume, train the same plan in the same directory again. The result is that of an uninterrupted run, bit for bit.
 */
public final class Trainer {

    private static final double ESTIMATION_SECONDS = 1;
    private static final int LINES_PER_PHASE = 100;
    private static final int NAMED = 5;

    private final TrainingPlan plan;
    private final RunDirectory run;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private final DivergenceCheck divergence;
    private Duration saveInterval = Duration.ofSeconds(60);
    private int logInterval = 20;
    private @Nullable Checkpoint known;
    private Device device = Device.cpu();
    private @Nullable Processes processes;
    private volatile boolean stopping;

    private Trainer(TrainingPlan plan, RunDirectory run) {
        this.plan = plan;
        this.run = run;
        this.divergence = DivergenceCheck.of(plan);
    }

    /** A trainer of this plan in this directory. */
    public static Trainer of(TrainingPlan plan, RunDirectory run) {
        return new Trainer(plan, run);
    }

    /** Adds a listener. */
    public Trainer listening(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Saves a checkpoint at this interval, and also at the end of every phase and when stopped. The result does not depend on it. */
    public Trainer saveEvery(Duration interval) {
        saveInterval = interval;
        return this;
    }

    /** Writes a line of metrics every so many steps, more often in phases of less than a hundred lines. */
    public Trainer logEvery(int steps) {
        logInterval = steps;
        return this;
    }

    /** Resumes from this checkpoint of the run directory, which was read already, if it is the newest. */
    public Trainer resumeFrom(Checkpoint newest) {
        known = newest;
        return this;
    }

    /**
     * Trains on this device; the default is the processor. It is no part of the plan: a run can resume on another device, where
     * last bits may differ.
     */
    public Trainer on(Device chosen) {
        device = chosen;
        return this;
    }

    /**
     * Trains with the other processes of a group, each of which calls this trainer with the same plan and a run directory on a file
     * system that all of them see. The first one writes it. It is no part of the plan: a run can resume with another number of
     * processes.
     */
    public Trainer across(Processes others) {
        processes = others;
        return this;
    }

    /** Makes a run in another thread save and end after its current step. */
    public void stop() {
        stopping = true;
        if (processes != null) {
            processes.group().requestStop();
        }
    }

    /** Whether all processes end before the next step. */
    private boolean isStopping() {
        return processes == null ? stopping : processes.group().isStopping();
    }

    /** Whether this process writes the run directory. */
    private boolean writes() {
        return processes == null || processes.group().isFirst();
    }

    /** Trains to the plan's end or until stopped, and returns the final state, which is on disk. */
    public Checkpoint fit() {
        try (RunDirectory.Lock lock = writes() ? run.lock() : null) {
            Optional<Checkpoint> before = run.newest().map(this::read);
            before.ifPresent(this::requireFitting);
            before.map(checkpoint -> checkpoint.provenance().differences(Provenance.here(device)))
                    .filter(differences -> !differences.isEmpty())
                    .ifPresent(differences -> listeners.forEach(listener -> listener.onOtherMachine(differences)));
            if (processes != null) {
                Processes.requireSame(processes.group(), "the plan", agreement(before));
            }
            try (TrainingState state = before.map(
                                    checkpoint -> TrainingState.resume(plan, checkpoint, device, processes))
                            .orElseGet(() -> TrainingState.fresh(plan, device, processes));
                    MetricsLog metrics = writes() ? new MetricsLog(run.metrics(), state.step()) : null) {
                listeners.forEach(listener -> listener.onStart(state.step(), plan.steps()));
                return before.filter(checkpoint -> checkpoint.step() == plan.steps())
                        .orElseGet(() -> train(state, metrics));
            }
        }
    }

    /** What all processes agree on before the first step. */
    private Map<String, Object> agreement(Optional<Checkpoint> before) {
        Map<String, Object> agreed = new LinkedHashMap<>();
        agreed.put("version", Provenance.here(device).library());
        agreed.put(
                "the step of the newest checkpoint",
                before.map(Checkpoint::step).orElse(0L));
        agreed.put("exactSums", processes != null && processes.exact());
        agreed.put("plan", plan.description());
        return agreed;
    }

    /**
     * Measures a second of each phase, without a change of the run directory. The cost of chains within a step is extrapolated
     * from one and two of their steps, since all of them would take hours with a large network.
     */
    public CostEstimate estimate() {
        Map<String, Double> perStep = new LinkedHashMap<>();
        double total = 0;
        try (TrainingState state = TrainingState.fresh(plan, device, null)) {
            for (Phase phase : plan.phases()) {
                if (phase.steps() == 0) {
                    continue;
                }
                int chains = phase.objective().chainSteps();
                double typical = typicalStep(state, chains > 2 ? withChains(phase, 1) : phase);
                if (chains > 2) {
                    double longer = typicalStep(state, withChains(phase, 2));
                    typical += (chains - 1) * Math.max(0, longer - typical);
                }
                perStep.put(phase.name(), typical);
                total += typical * phase.steps();
            }
        }
        long parameters = plan.network().parameters().stream()
                .mapToLong(spec -> spec.shape().size())
                .sum();
        return new CostEstimate(parameters, perStep, total, 4 * Float.BYTES * parameters);
    }

    private Checkpoint read(Path folder) {
        return known != null && folder.equals(run.checkpoint(known.step()))
                ? known
                : Checkpoint.read(folder, plan.network());
    }

    private static Phase withChains(Phase phase, int steps) {
        return new Phase(
                phase.name(),
                phase.steps(),
                phase.objective().withChains(steps),
                phase.emaDecay(),
                phase.learningRate());
    }

    /** The median time of the later half of the steps in a second, of two at least: the first steps of a process are slow. */
    private static double typicalStep(TrainingState state, Phase phase) {
        List<Double> seconds = new ArrayList<>();
        double begun = state.seconds();
        while (seconds.size() < 2 || state.seconds() - begun < ESTIMATION_SECONDS) {
            double before = state.seconds();
            seconds.add(state.advance(phase, state.step()).seconds() - before);
        }
        List<Double> later = seconds.subList(seconds.size() / 2, seconds.size()).stream()
                .sorted()
                .toList();
        return later.get(later.size() / 2);
    }

    private Checkpoint train(TrainingState state, @Nullable MetricsLog metrics) {
        Checkpoint last = null;
        long saved = System.nanoTime();
        long phaseStart = 0;
        for (Phase phase : plan.phases()) {
            long phaseEnd = phaseStart + phase.steps();
            int interval = Math.max(1, Math.min(logInterval, phase.steps() / LINES_PER_PHASE));
            while (state.step() < phaseEnd && !isStopping()) {
                StepReport report = advance(state, phase, phaseStart);
                listeners.forEach(listener -> listener.onStep(report));
                if (metrics != null && (report.step() % interval == 0 || report.step() == phaseEnd)) {
                    metrics.append(report);
                }
                if (writes() && System.nanoTime() - saved > saveInterval.toNanos() || report.step() == phaseEnd) {
                    Checkpoint checkpoint = save(state);
                    last = report.step() == plan.steps() ? checkpoint : null;
                    saved = System.nanoTime();
                }
            }
            phaseStart = phaseEnd;
        }
        return last != null ? last : save(state);
    }

    /** One step; the error of a failure names the step and the last good checkpoint. */
    private StepReport advance(TrainingState state, Phase phase, long phaseStart) {
        long step = state.step() + 1;
        try {
            StepReport report = state.advance(phase, phaseStart);
            divergence.check(report);
            return report;
        } catch (FailedException failure) {
            String good = run.newest().map(Path::toString).orElse("its beginning");
            throw new FailedException(
                    "Training stopped at step " + step + " of " + plan.steps() + ": " + failure.happened(),
                    failure.expected(),
                    failure.remedy().replaceFirst("\\.$", "") + "; the last good state is " + good + ".",
                    failure);
        }
    }

    private Checkpoint save(TrainingState state) {
        Checkpoint checkpoint = state.checkpoint();
        requireFinite(checkpoint);
        Path folder = run.checkpoint(checkpoint.step());
        if (writes() && !Files.isDirectory(folder)) {
            run.save(checkpoint);
            listeners.forEach(listener -> listener.onSave(checkpoint.step(), folder));
        }
        return checkpoint;
    }

    /** The last update before a save may have made weights infinite, which the loss before it cannot show. */
    private void requireFinite(Checkpoint checkpoint) {
        for (Map<String, float[]> weights : List.of(checkpoint.weights(), checkpoint.rawWeights())) {
            try {
                weights.forEach((name, values) -> FiniteWeights.require("Training", name, values));
            } catch (DataException notFinite) {
                String good = run.newest().map(Path::toString).orElse("its beginning");
                throw new FailedException(
                        "Training stopped at step " + checkpoint.step() + " of " + plan.steps() + ": "
                                + notFinite.happened(),
                        notFinite.expected(),
                        "Lower the learning rate; the last good state is " + good + ".",
                        notFinite);
            }
        }
    }

    private void requireFitting(Checkpoint before) {
        requireSamePlan(before.plan());
        before.optimizer().requireFor(plan.network().parameters(), run.root());
        if (before.step() > plan.steps() && before.provenance().imported() == null) {
            throw new DataException(
                    "The checkpoint in " + run.root() + " is of step " + before.step() + ", but its plan has "
                            + plan.steps() + " steps.",
                    "A run has come to no step beyond its plan's.",
                    "Restore it from a copy, or delete it: the checkpoint before it is then the newest.");
        }
    }

    private void requireSamePlan(Map<String, Object> before) {
        // A key that only one of the two has comes from another version of the library.
        List<Difference> differences = Difference.between(before, plan.description()).stream()
                .filter(difference -> !(difference.key().startsWith(TrainingPlan.PARTS)
                        && (difference.here().equals(Difference.NONE)
                                || difference.there().equals(Difference.NONE))))
                .sorted(Comparator.comparing(
                                (Difference difference) -> difference.key().startsWith(TrainingPlan.PARTS))
                        .thenComparing(Difference::key))
                .toList();
        if (!differences.isEmpty()) {
            throw new UsageException(
                    "The run directory " + run.root() + " holds a run of another plan: "
                            + differences.stream()
                                    .limit(NAMED)
                                    .map(Difference::key)
                                    .collect(Collectors.joining(", "))
                            + (differences.size() > NAMED ? " and " + (differences.size() - NAMED) + " more" : "")
                            + " differ, " + differences.get(0) + ".",
                    "A run directory is resumed with the plan that it was begun with.",
                    "Repeat the earlier settings, or choose another directory for this run.");
        }
    }
}
