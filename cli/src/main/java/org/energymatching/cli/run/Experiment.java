package org.energymatching.cli.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.energymatching.Distribution;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.config.Choices;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.Architecture;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Langevin;
import org.energymatching.objective.Negatives;
import org.energymatching.objective.Objective;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.FlowWeight;
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
 * A configuration as the library's objects.
 *
 * @param config the configuration
 * @param data its data
 * @param description what checkpoints keep of both, and what a run that goes on is compared by
 * @param begun the network of the run that goes on; null for one that begins
 */
public record Experiment(
        RunConfig config,
        DataSource data,
        Map<String, Object> description,
        @Nullable Architecture begun) {

    /** The key of a checkpoint's plan under which the configuration stands. */
    static final String CONFIG = "config";

    private static final String DATA = "data";

    private static final JsonMapper JSON = JsonMapper.shared();

    public Experiment(RunConfig config, DataSource data) {
        this(config, data, description(config, data.description()), null);
    }

    public static Experiment of(RunConfig config) {
        return new Experiment(config, DataSource.open(config));
    }

    /** Reads the data, showing how far it is where that takes a while. */
    public static Experiment of(RunConfig config, Console console) {
        try (Progress progress = console.progress("reading", 0)) {
            return new Experiment(config, DataSource.open(config, progress.reports("pictures")));
        }
    }

    /**
     * The same, to go on with a run of the same configuration: it stays written as the run began with it, so that keys which
     * have been gained since count as having their defaults.
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

    /** The trainer of this experiment's plan: a plan may take a while, as a mixture may have to be fitted for it. */
    public Trainer trainer(TrainingPlan plan, RunDirectory run) {
        return Trainer.of(plan, run)
                .saveEvery(Duration.ofMillis(Math.round(1000 * config.run().saveEverySeconds())))
                .logEvery(config.run().logEverySteps());
    }

    /** How many steps the plan has. */
    public long steps() {
        return config.phases().stream().mapToLong(RunConfig.Phase::steps).sum();
    }

    public TrainingPlan plan() {
        return plan(step -> {});
    }

    /**
     * The plan, for which a mixture may have to be fitted.
     *
     * @param fitting hears the steps of that
     */
    public TrainingPlan plan(IntConsumer fitting) {
        requireSourceAsWideAsData();
        RunConfig.Optimizer optimizer = config.optimizer();
        Equilibrium equilibrium = Equilibrium.of(config, data.training(), begun, fitting);
        Architecture network = equilibrium.network(data.training().shape());
        TrainingPlan.Builder plan = TrainingPlan.builder()
                .network(network)
                .from(source(config, network))
                .to(data.training())
                .batchSize(config.batchSize())
                .shardRows(config.shardRows())
                .betas(optimizer.beta1(), optimizer.beta2())
                .clipNorm(optimizer.clipNorm() == 0 ? Double.POSITIVE_INFINITY : optimizer.clipNorm())
                .seed(config.seed())
                .standardizedBy(data.standardization())
                .describedAs(description);
        for (RunConfig.Phase phase : config.phases()) {
            plan.phase(new Phase(
                    phase.name(), phase.steps(), objective(phase, equilibrium), phase.emaDecay(), rate(phase)));
        }
        return plan.build();
    }

    public static Sampler sampler(RunConfig config, double time, double step) {
        return new Sampler(
                KernelChoice.of(config.sampling()),
                temperature(config, config.temperature().tauStar()),
                new TimeGrid(time, step),
                config.shardRows());
    }

    /** Where generation starts; a mixture is the one that the network tilts. */
    public static Distribution source(RunConfig config, Architecture network) {
        return switch (config.source()) {
            case STANDARD_NORMAL -> new StandardNormal(network.inputShape());
            case FITTED_MIXTURE -> mixture(network);
            case EIGHT_GAUSSIANS -> EightGaussians.create();
            case TWO_MOONS -> TwoMoons.create();
        };
    }

    private static GaussianMixture mixture(Architecture network) {
        return GaussianMixture.tiltedBy(network)
                .orElseThrow(() -> new DataException(
                        "The configuration starts at a fitted mixture, but the network "
                                + network.description().get("type") + " holds none.",
                        "Where source is fitted-mixture, the checkpoint's network is a tilt of the mixture.",
                        "Restore the checkpoint from a copy; this one was changed by hand."));
    }

    /** The toy densities are planar, but a table is as wide as it is. */
    private void requireSourceAsWideAsData() {
        if (config.source() == Choices.Source.FITTED_MIXTURE) {
            return;
        }
        Shape shape = data.training().shape();
        int width = source(config, NetworkChoice.of(config, shape)).shape().length();
        if (width != shape.length()) {
            String name = config.source().name().toLowerCase(Locale.ROOT).replace('_', '-');
            throw new UsageException(
                    "The source " + name + " has points of " + width + " numbers, but the rows of "
                            + config.data().path() + " have " + shape.length() + ".",
                    "Generation starts from points as wide as the data.",
                    "Add source=standard-normal, which takes any width, or choose " + width
                            + " columns with data.columns.");
        }
    }

    private Objective objective(RunConfig.Phase phase, Equilibrium equilibrium) {
        RunConfig.Transport transport = config.transport();
        Coupling coupling = switch (transport.coupling()) {
            case EXACT -> Coupling.exactOt();
            case SINKHORN -> Coupling.sinkhorn(transport.regularization());
            case INDEPENDENT -> Coupling.independent();
        };
        FlowMatching flow = new FlowMatching(
                coupling, Interpolant.straight(transport.sigma()), FlowWeight.cutoff(phase.flowCutoff()));
        List<Objective> terms = new ArrayList<>();
        terms.add((phase.density() ? equilibrium.gated(flow) : flow).times(phase.flowWeight()));
        if (phase.contrast()) {
            int rows = config.contrast().rows();
            terms.add(rows == 0 ? contrast() : contrast().onRows(rows));
        }
        if (phase.density()) {
            terms.addAll(equilibrium.density());
        }
        if (phase.arrival()) {
            terms.add(equilibrium.arrival().times(phase.arrivalWeight()));
        }
        if (phase.stationarityWeight() > 0) {
            terms.add(equilibrium.stationarity().times(phase.stationarityWeight()));
        }
        return terms.stream().reduce(Objective::plus).orElseThrow();
    }

    private ContrastiveDivergence contrast() {
        RunConfig.Contrast contrast = config.contrast();
        return new ContrastiveDivergence(
                contrast.lambda(),
                negatives(config),
                contrast.trim(),
                contrast.clamp() == 0 ? Double.POSITIVE_INFINITY : contrast.clamp());
    }

    /** How the contrastive loss draws its negatives. */
    public static Langevin negatives(RunConfig config) {
        RunConfig.Contrast contrast = config.contrast();
        TemperatureSchedule schedule = temperature(config, contrast.tauStar());
        TemperatureSchedule fromData = switch (contrast.dataTemperature()) {
            case CONSTANT -> TemperatureSchedule.constant(config.temperature().epsilonMax());
            case SCHEDULE -> schedule;
        };
        Langevin negatives = Negatives.langevin(schedule, contrast.langevinSteps(), contrast.stepSize())
                .fromData(contrast.dataShare(), fromData)
                .within(contrast.pixels() ? 1 : Double.POSITIVE_INFINITY)
                .block(config.shardRows());
        return switch (contrast.othersStart()) {
            case SOURCE -> negatives;
            case DATA -> negatives.allFromData();
        };
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

    public static TemperatureSchedule temperature(RunConfig config, double tauStar) {
        return TemperatureSchedule.ramp(tauStar, config.temperature().epsilonMax());
    }

    /** What a checkpoint keeps of a run: the configuration without what does not change the result, and the data. */
    public static Map<String, Object> description(RunConfig config, Map<String, Object> data) {
        Map<String, Object> resolved =
                JSON.readValue(config.toJson(), new TypeReference<LinkedHashMap<String, Object>>() {});
        resolved.remove("run");
        if (config.run().recompute()) {
            resolved.put("run", Map.of("recompute", true)); // which changes last bits
        }
        resolved.remove("design");
        return Map.of(CONFIG, resolved, DATA, data);
    }
}
