package org.energymatching.cli.train;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.cli.Console;
import org.energymatching.cli.Exit;
import org.energymatching.cli.Progress;
import org.energymatching.cli.Result;
import org.energymatching.cli.config.Choices;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.network.Precision;
import org.energymatching.cli.report.ProgressPictures;
import org.energymatching.cli.report.ReportBudget;
import org.energymatching.cli.report.RunReport;
import org.energymatching.cli.run.DataPlace;
import org.energymatching.cli.run.DataSource;
import org.energymatching.cli.run.Equilibrium;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.Sha256;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.description.Difference;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.Cores;
import org.energymatching.training.CostEstimate;
import org.energymatching.training.Processes;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.StepReport;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingListener;
import org.energymatching.training.TrainingPlan;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One call of a verb that trains: from a configuration and a directory to a result. */
public final class TrainingSession {

    private final RunConfig config;
    private final RunDirectory run;
    private final Console console;
    private final Device device;
    private final Optional<Cores> cores;

    public TrainingSession(RunConfig config, Path directory, Console console) {
        this.config = config;
        this.run = new RunDirectory(directory);
        this.console = console;
        requireApart();
        this.device = console.compute().device(config.run());
        this.cores = device.equals(Device.cpu())
                ? console.compute().settleForTraining(config.run().threads())
                : Optional.empty(); // one thread is enough for a GPU
    }

    /** Refuses a run directory within the training data: no data file may be overwritten, and no figure of the run may become data. */
    private void requireApart() {
        String data = config.data().path();
        if (data == null || data.isBlank() || !Files.exists(Path.of(data))) {
            return;
        }
        try {
            Path learnt = Path.of(data).toRealPath();
            Path root = Files.exists(run.root())
                    ? run.root().toRealPath()
                    : run.root().toAbsolutePath().normalize();
            boolean pictures = config.data().kind() == Choices.DataKind.IMAGES && Files.isDirectory(learnt);
            boolean written = learnt.equals(root.resolve("metrics.jsonl"))
                    || learnt.equals(root.resolve("report.html"))
                    || Stream.of("checkpoints", "pictures", "progress", "parts")
                            .anyMatch(folder -> learnt.startsWith(root.resolve(folder)));
            if (written || (pictures && root.startsWith(learnt))) {
                throw new UsageException(
                        "The data " + data + " and the run directory " + run.root() + " lie in one another.",
                        "What is read is never written over, and a run's own pictures are not learnt.",
                        "Choose another directory with --run.");
            }
        } catch (IOException unknown) {
            // The error is reported when the file is read or written.
        }
    }

    /** The text of {@code --dry-run}. */
    public Result estimate() {
        return estimate(Experiment.of(config, console));
    }

    /** The same for data that are loaded already. */
    public Result estimate(Experiment experiment) {
        console.info("Trying a few steps of each phase …");
        CostEstimate cost = experiment.trainer(run).on(device).estimate();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("config", JsonMapper.shared().readTree(config.toJson()));
        json.put("run", run.root().toString());
        json.put("notes", experiment.data().notes());
        json.put("cost", cost);
        StringBuilder text = new StringBuilder(config.toYaml()).append(System.lineSeparator());
        tellData(experiment, text::append);
        text.append(Numbers.format(
                "# %,d parameters; about %s of training on %s (%s); checkpoints of %.1f MB in %s%n",
                cost.parameters(),
                Progress.duration(Math.round(cost.seconds())),
                device.equals(Device.cpu()) ? Workers.common().count() + " threads" : device.name(),
                String.join(
                        ", ",
                        cost.secondsPerStep().entrySet().stream()
                                .map(phase ->
                                        Numbers.format("%s %.1f ms a step", phase.getKey(), 1e3 * phase.getValue()))
                                .toList()),
                cost.checkpointBytes() * 1e-6,
                run.root()));
        double report = ReportBudget.after(cost.seconds()).seconds();
        json.put("reportSeconds", report);
        text.append(String.format(
                "# then up to about %s for the report; --no-report leaves it out%n",
                Progress.duration(Math.round(report))));
        return Result.done(text.toString(), json);
    }

    /**
     * Trains, evaluates and makes the figures.
     *
     * @param report whether it evaluates and makes the figures
     */
    Result train(boolean report) {
        Optional<TrainedRun> before = before();
        Experiment experiment = goingOn(before, Experiment.of(config, console));
        if (before.isPresent()
                && before.get().checkpoint().step() >= experiment.steps()
                && (!report || reported(before.get()))) {
            return finished(
                    before.get(),
                    null,
                    "All steps were done before; 'em plot " + run.root() + "' measures and draws again.");
        }
        return carryOut(experiment, before, trained -> {
            if (!report) {
                return finished(
                        trained, null, "No report was asked for; 'em plot " + run.root() + "' measures and draws.");
            }
            console.info("Drawing and measuring …");
            ReportBudget budget = ReportBudget.after(trained.checkpoint().seconds());
            RunReport presentation = RunReport.of(trained, null, budget, console);
            return finished(trained, presentation, presentation.evaluation().text());
        });
    }

    /** Trains to the end, unless the run is complete, and continues with the trained run; an interrupted run has its own result. */
    public Result fit(Experiment experiment, Function<TrainedRun, Result> then) {
        Optional<TrainedRun> before = before();
        return carryOut(goingOn(before, experiment), before, then);
    }

    private Experiment goingOn(Optional<TrainedRun> before, Experiment experiment) {
        before.ifPresent(trained ->
                trained.requireTrainedOn(experiment.data(), config.data().path()));
        if (!console.group().isFollower()) {
            new DataPlace(run.root()).remember(before.map(TrainedRun::config).orElse(config), config);
        }
        return before.map(trained -> experiment.goingOnFrom(trained.checkpoint()))
                .orElse(experiment);
    }

    private Optional<TrainedRun> before() {
        Optional<TrainedRun> before = run.newest().map(newest -> TrainedRun.open(run.root(), console));
        before.ifPresent(this::requireSameConfig);
        return before;
    }

    private Result carryOut(Experiment experiment, Optional<TrainedRun> before, Function<TrainedRun, Result> then) {
        tellData(experiment, line -> console.info(line.strip().replaceFirst("^# ", "")));
        TrainingPlan plan = plan(experiment);
        Trainer trainer = experiment.trainer(plan, run).on(device);
        before.ifPresent(trained -> trainer.resumeFrom(trained.checkpoint()));
        console.group()
                .processes()
                .ifPresent(others ->
                        trainer.across(new Processes(others, config.run().exactSums())));
        Checkpoint reached = fit(trainer, plan);
        boolean stopped = reached.step() < plan.steps();
        if (!stopped) {
            console.group().end();
        }
        if (stopped || console.interruption().requested()) {
            return interrupted(reached.step(), plan.steps());
        }
        console.interruption().stopListening();
        Path folder = run.checkpoint(reached.step());
        // What chains of training were computed in is no part of the model: a file does not have it.
        Checkpoint model = config.network().chainPrecision() == Precision.SINGLE ? reached : Checkpoint.read(folder);
        return then.apply(TrainedRun.of(run.root(), folder, model, device));
    }

    private TrainingPlan plan(Experiment experiment) {
        if (!Equilibrium.fitsMixture(config, experiment.data().training(), experiment.begun())) {
            return experiment.plan();
        }
        if (Equilibrium.selects(config, experiment.data().training())) {
            console.info("Selecting a mixture of Gaussians by the likelihood of held-out rows …");
            return experiment.plan();
        }
        int components = Equilibrium.components(config, experiment.data().training());
        console.info(
                components == 1
                        ? "Fitting a Gaussian to the data …"
                        : "Fitting a mixture of " + components + " Gaussians to the data …");
        try (Progress progress = console.progress("fitting", ExpectationMaximisation.MOST_STEPS)) {
            int[] last = {0};
            TrainingPlan plan = experiment.plan(step -> {
                last[0] = step;
                progress.at(step, "steps at most");
            });
            progress.complete(last[0], "steps");
            return plan;
        }
    }

    private Checkpoint fit(Trainer trainer, TrainingPlan plan) {
        try (PhaseProgress progress = new PhaseProgress(plan, console)) {
            trainer.listening(new TrainingListener() {
                @Override
                public void onStart(long step, long steps) {
                    console.info(begin(step, steps));
                }

                @Override
                public void onOtherMachine(String differences) {
                    console.info("The run goes on with another " + differences
                            + ": its last bits may differ from those of an uninterrupted run.");
                }

                @Override
                public void onStep(StepReport report) {
                    progress.at(report);
                    if (console.interruption().requested()) {
                        trainer.stop();
                    }
                }
            });
            if (config.data().kind() == Choices.DataKind.IMAGES
                    && !console.group().isFollower()) {
                trainer.listening(new ProgressPictures(run.root(), config, console));
            }
            console.interruption().listen();
            return trainer.fit();
        }
    }

    private String begin(long step, long steps) {
        if (step >= steps) {
            return "All " + steps + " steps are done already in " + run.root() + ".";
        }
        String computing = device.equals(Device.cpu())
                ? threads() + "; --threads N sets another number"
                : "on " + device.name() + "; --device cpu computes on the processor";
        return (step == 0
                        ? "Training " + config.name() + " in " + run.root()
                        : "Going on in " + run.root() + " after step " + step)
                + " (" + computing + ").";
    }

    private String threads() {
        int threads = Workers.common().count();
        String count = threads == 1 ? "1 thread" : threads + " threads, asleep while they wait";
        return cores.filter(measured -> measured.processors() > 1)
                .map(measured -> count + ", as " + measured.processors() + " compute "
                        + Numbers.format("%.1f", measured.gain()) + " times as much as one here")
                .orElse(count);
    }

    private void requireSameConfig(TrainedRun before) {
        List<Difference> differences = before.config().differences(config).stream()
                .filter(difference ->
                        !difference.key().equals("data.path")) // the content decides whether they are the same data
                .toList();
        if (!differences.isEmpty()) {
            Difference first = differences.get(0);
            throw new UsageException(
                    "The run directory " + run.root() + " holds a run of another configuration: "
                            + differences.stream()
                                    .limit(5)
                                    .map(Difference::toString)
                                    .collect(Collectors.joining(", "))
                            + (differences.size() > 5 ? ", and " + (differences.size() - 5) + " more" : "") + ".",
                    "A run is resumed with the configuration that it was begun with.",
                    "Repeat it (" + first.key() + "=" + first.here() + "), or choose another directory with --run.");
        }
    }

    private static void tellData(Experiment experiment, Consumer<String> say) {
        DataSource data = experiment.data();
        data.notes().forEach(note -> say.accept("# " + note + System.lineSeparator()));
        if (data.heldOut() != null) {
            say.accept(Numbers.format(
                    "# %,d %s are held out of training, to judge the result by%n",
                    data.heldOut().rows(),
                    experiment.config().data().kind() == Choices.DataKind.IMAGES ? "pictures" : "rows"));
        }
    }

    private Result interrupted(long step, long steps) {
        String text = Numbers.format(
                "Interrupted and saved after step %d of %d in %s. Run the same command again to go on.",
                step, steps, run.root());
        return new Result(
                text,
                Map.of(
                        "finished",
                        false,
                        "step",
                        step,
                        "steps",
                        steps,
                        "run",
                        run.root().toString()),
                Exit.INTERRUPTED);
    }

    private Path report() {
        return run.root().resolve("report.html");
    }

    /** Whether the report was written after the checkpoint. */
    private boolean reported(TrainedRun trained) {
        File page = report().toFile();
        return page.isFile() && page.lastModified() >= trained.folder().toFile().lastModified();
    }

    /** The result of a finished run; without a report if it was made before or is not requested. */
    private Result finished(TrainedRun trained, @Nullable RunReport presentation, String told) {
        String weights = Sha256.of(trained.folder().resolve("weights.safetensors"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("finished", true);
        json.put("run", run.root().toString());
        json.put("step", trained.checkpoint().step());
        json.put("trainingSeconds", trained.checkpoint().seconds());
        json.put("weightsSha256", weights);
        if (presentation != null) {
            json.put("evaluation", presentation.evaluation());
        }
        boolean page = Files.exists(report());
        if (page) {
            json.put("report", report().toString());
        }
        String text = Numbers.format(
                """
                %s
                Trained %,d steps in %s. Weights %s…, in %s
                %s
                Try next:
                  %s
                """,
                told,
                trained.checkpoint().step(),
                Progress.duration(Math.round(trained.checkpoint().seconds())),
                weights.substring(0, 16),
                trained.folder(),
                page ? "Report: " + report() + System.lineSeparator() : "",
                String.join(System.lineSeparator() + "  ", next()));
        return Result.done(text, json);
    }

    private List<String> next() {
        String em = System.getProperty("em.command", "em");
        String root = run.root().toString();
        return List.of(
                switch (config.data().kind()) {
                    case TABLE -> em + " sample " + root + " -n 1000 --out samples.csv";
                    case IMAGES -> em + " sample " + root + " --out samples.gif";
                    case SEQUENCES -> em + " design " + config.name() + " --run " + root;
                    case TWO_MOONS, EIGHT_GAUSSIANS, RINGS, CHECKERBOARD, PINWHEEL, SPIRAL, UNBALANCED ->
                        em + " sample " + root + " -n 1000 --out samples.png";
                },
                em + " evaluate " + root + " --times 0.5,1,2,4",
                config.data().kind() == Choices.DataKind.TABLE
                        ? em + " energy " + root + " --data "
                                + (config.data().pivot().asked()
                                        ? "samples.csv"
                                        : config.data().path())
                                + " --out energies.csv"
                        : em + " train table --data YOUR.csv");
    }
}
