package org.energymatching.cli.design;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.config.Choices;
import org.energymatching.cli.config.DesignConfig;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.cli.train.TrainingSession;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.OutputFile;
import org.energymatching.data.file.Sha256;
import org.energymatching.description.Difference;
import org.energymatching.error.UsageException;
import tools.jackson.databind.json.JsonMapper;

/** One call of {@code em design}: from a configuration and a directory to designs and their report. */
final class DesignSession {

    private final RunConfig config;
    private final DesignConfig design;
    private final Path directory;
    private final Path out;
    private final Console console;
    private final TrainingSession training;

    DesignSession(RunConfig config, Path directory, Path out, Console console) {
        this.config = config;
        this.design = config.design();
        this.directory = directory;
        this.out = out;
        this.console = console;
        if (config.data().kind() != Choices.DataKind.SEQUENCES) {
            throw new UsageException(
                    "The configuration " + config.name() + " is not one of sequences.",
                    "Designs are made of sequences with scores: data.kind is sequences.",
                    "Choose one of the recipes aav-medium, aav-hard and sequences, or train this one with em train.");
        }
        requireApart();
        this.training = new TrainingSession(config, directory, console);
    }

    /** Refuses to overwrite measured sequences, which may have the file names of designs. */
    private void requireApart() {
        Path data = Path.of(String.valueOf(config.data().path()));
        Path folder = Files.isDirectory(data) ? data : data.toAbsolutePath().getParent();
        try {
            if (folder != null && Files.isDirectory(out) && Files.exists(data) && Files.isSameFile(folder, out)) {
                throw new UsageException(
                        "The designs would be written to " + out + ", where the measured sequences are read from.",
                        "What is read is never written over.",
                        "Choose another folder with --out.");
            }
        } catch (IOException unknown) {
            // The error is reported when the file is read or written.
        }
    }

    /** The text of {@code --dry-run}. */
    Result estimate() {
        return training.estimate(new Experiment(
                config, DesignPreparation.of(config, directory, console).tryOut()));
    }

    /** Trains the missing parts, then designs, evaluates and reports. */
    Result design() {
        DesignParts parts = DesignPreparation.of(config, directory, console).parts();
        parts.known().notes().forEach(console::info);
        return training.fit(
                new Experiment(config, parts.latents(config.data().condition())), trained -> design(parts, trained));
    }

    private Result design(DesignParts parts, TrainedRun trained) {
        requireSameSettings(trained, parts);
        TrainedRun given = design.givenScore() == null
                ? trained
                : trained.given(Map.of(config.data().sequences().score(), Double.toString(design.givenScore())), 1);
        DesignRun run = new DesignRun(parts, given.potential(), design, epsilon(), out, console);
        List<DesignRound> rounds = run.rounds();
        List<DesignLine> lines = run.lines(rounds);
        List<DesignRun.Point> sweep = run.sweep();
        console.info("Drawing …");
        new DesignReport(config, trained, parts, rounds, lines, sweep).write(out);
        return finished(parts, lines, sweep, out.resolve("report.html"));
    }

    private double epsilon() {
        return design.epsilonMax() == null ? config.temperature().epsilonMax() : design.epsilonMax();
    }

    /** Checks that the designs of a folder have one potential and one set of settings. */
    private void requireSameSettings(TrainedRun trained, DesignParts parts) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("weights", Sha256.of(trained.folder().resolve("weights.safetensors")));
        settings.put("predictor", parts.fingerprint());
        settings.put("design", JsonMapper.shared().readTree(config.toJson()).get("design"));
        settings.put("epsilonMax", epsilon());
        List<Difference> differences = SettingsFile.differences(out, settings);
        if (!differences.isEmpty()) {
            throw new UsageException(
                    out + " holds designs of other settings: "
                            + differences.stream().map(Difference::toString).collect(Collectors.joining(", ")) + ".",
                    "The designs of a folder come from one potential and one set of settings.",
                    "Repeat the earlier settings, or choose another folder with --out.");
        }
    }

    private Result finished(DesignParts parts, List<DesignLine> lines, List<DesignRun.Point> sweep, Path report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("finished", true);
        json.put("run", directory.toString());
        json.put("designs", out.toString());
        json.put("judge", parts.oracle() == null ? "predictor" : "oracle");
        json.put("table", lines);
        json.put("interaction", sweep);
        json.put("report", report.toString());
        OutputFile.write(out.resolve("table.json"), JsonMapper.shared().writeValueAsString(json));
        String text = Numbers.format(
                """
                %s%s
                Means over %d seeds, and the standard deviation of one; fitness by %s, diversity and novelty in letters.
                Designs: %s
                Report: %s
                """,
                lines.get(0)
                        .against(lines)
                        .map(verdict -> verdict.text() + System.lineSeparator())
                        .orElse(""),
                DesignLine.table(lines),
                design.seeds(),
                parts.judge(),
                out.resolve("seed-0.csv") + (design.seeds() > 1 ? " …" : ""),
                report);
        return Result.done(text, json);
    }
}
