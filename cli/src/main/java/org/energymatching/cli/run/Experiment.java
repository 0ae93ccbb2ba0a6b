package org.energymatching.cli.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.energymatching.Distribution;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.loss.LossContext;
import org.energymatching.condition.Conditions;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.objective.Objective;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.LearningRate;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.energymatching.training.Phase;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * An experiment: a configuration as the library's objects.
 *
 * @param config the configuration
 * @param data its data
 * @param description the description of both in checkpoints, by which a resumed run is compared
 * @param begun the network of a resumed run; null for a new run
 */
public record Experiment(
        RunConfig config,
        DataSource data,
        Map<String, Object> description,
        @Nullable Architecture begun) {

    /** The key of the configuration in a checkpoint's plan. */
    static final String CONFIG = "config";

    private static final String DATA = "data";

    private static final JsonMapper JSON = JsonMapper.shared();

    public Experiment(RunConfig config, DataSource data) {
        this(config, data, description(config, data.description()), null);
    }

    public static Experiment of(RunConfig config) {
        return new Experiment(config, DataSource.open(config));
    }

    /** Reads the data, and shows progress where that takes a while. */
    public static Experiment of(RunConfig config, Console console) {
        try (Progress progress = console.progress("reading", 0)) {
            return new Experiment(config, DataSource.open(config, progress.reports("pictures")));
        }
    }

    /**
     * The same, to resume a run of the same configuration: the configuration of the run's start is kept, so that keys of newer
     * versions have their defaults.
     *
     * @param reached the run's checkpoint
     */
    public Experiment goingOnFrom(Checkpoint reached) {
        Object written = reached.plan().get(CONFIG);
        return new Experiment(
                config,
                data,
                written == null ? description : Map.of(CONFIG, written, DATA, data.description()),
                reached.architecture());
    }

    public Trainer trainer(RunDirectory run) {
        return trainer(plan(), run);
    }

    /** The trainer of this experiment's plan: a plan may take a while, since a mixture may have to be fitted for it. */
    public Trainer trainer(TrainingPlan plan, RunDirectory run) {
        return Trainer.of(plan, run)
                .saveEvery(Duration.ofMillis(Math.round(1000 * config.run().saveEverySeconds())))
                .logEvery(config.run().logEverySteps());
    }

    /** The number of steps of the plan. */
    public long steps() {
        return config.phases().stream().mapToLong(RunConfig.Phase::steps).sum();
    }

    public TrainingPlan plan() {
        return plan(step -> {});
    }

    /**
     * The plan, for which a mixture may have to be fitted.
     *
     * @param fitting receives its progress
     */
    public TrainingPlan plan(IntConsumer fitting) {
        requireSourceAsWideAsData();
        RunConfig.Optimizer optimizer = config.optimizer();
        Equilibrium equilibrium = Equilibrium.of(config, data.training(), begun, fitting);
        Architecture network = equilibrium.network(data.training().shape(), data.conditions());
        TrainingPlan.Builder plan = TrainingPlan.builder()
                .network(network)
                .from(source(config, network))
                .to(data.training())
                .batchSize(config.batchSize())
                .shardRows(config.shardRows())
                .betas(optimizer.beta1(), optimizer.beta2())
                .clipNorm(optimizer.clipNorm() == 0 ? Double.POSITIVE_INFINITY : optimizer.clipNorm())
                .seed(config.seed())
                .conditionDropout(config.data().conditionDropout())
                .standardizedBy(data.standardization())
                .describedAs(description);
        for (RunConfig.Phase phase : config.phases()) {
            plan.phase(new Phase(
                    phase.name(),
                    phase.steps(),
                    equilibrium.completing(
                            objective(phase, equilibrium.losses(data.standardization())), phase, data.training()),
                    phase.emaDecay(),
                    rate(phase)));
        }
        return plan.build();
    }

    public static Sampler sampler(RunConfig config, double time, double step) {
        return new Sampler(
                config.sampling().kernel().kernel(),
                temperature(config, config.temperature().tauStar()),
                new TimeGrid(time, step),
                config.shardRows());
    }

    /** The source of generation; a mixture is the base of the residual potential. */
    public static Distribution source(RunConfig config, Architecture network) {
        return config.source().distribution(network);
    }

    /** Toy densities have two dimensions, a table has those of its columns. */
    private void requireSourceAsWideAsData() {
        if (config.tilted()) {
            return;
        }
        Shape shape = data.training().shape();
        int width = source(config, NetworkChoice.of(config, shape, Conditions.none()))
                .shape()
                .length();
        if (width != shape.length()) {
            throw new UsageException(
                    "The source " + config.source().name() + " has points of " + width + " numbers, but the rows of "
                            + config.data().path() + " have " + shape.length() + ".",
                    "Generation starts from points as wide as the data.",
                    "Add source=standard-normal, which takes any width, or choose " + width
                            + " columns with data.columns.");
        }
    }

    private static Objective objective(RunConfig.Phase phase, LossContext context) {
        return phase.loss().stream()
                .filter(loss -> loss.weight() > 0)
                .map(loss -> loss.objective(context))
                .reduce(Objective::plus)
                .orElseThrow(() -> new UsageException(
                        "No loss of the phase '" + phase.name() + "' has a weight above zero.",
                        "A phase has at least one loss to minimise.",
                        "Give one, such as phases." + phase.name() + ".loss=[flow-matching]."));
    }

    private LearningRate rate(RunConfig.Phase phase) {
        RunConfig.Optimizer optimizer = config.optimizer();
        double rate = phase.learningRate() == null ? optimizer.learningRate() : phase.learningRate();
        LearningRate course = switch (optimizer.decay()) {
            case CONSTANT -> LearningRate.constant(rate);
            case COSINE -> LearningRate.cosine(rate);
        };
        return course.warmedUpOver(phase.warmupSteps() == null ? optimizer.warmupSteps() : phase.warmupSteps());
    }

    /** The schedule to the configuration's highest temperature, with a given τ*. */
    public static TemperatureSchedule temperature(RunConfig config, double tauStar) {
        return TemperatureSchedule.ramp(tauStar, config.temperature().epsilonMax());
    }

    /** The description of a run in checkpoints: the data, and the configuration without keys that do not change the result. */
    public static Map<String, Object> description(RunConfig config, Map<String, Object> data) {
        Map<String, Object> resolved =
                JSON.readValue(config.toJson(), new TypeReference<LinkedHashMap<String, Object>>() {});
        resolved.remove("run");
        if (config.run().activationCheckpointing()) {
            resolved.put("run", Map.of("activationCheckpointing", true)); // which changes last bits
        }
        resolved.remove("design");
        return Map.of(CONFIG, resolved, DATA, data);
    }
}
