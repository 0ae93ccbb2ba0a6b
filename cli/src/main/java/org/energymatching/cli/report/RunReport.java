package org.energymatching.cli.report;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.energymatching.cli.Console;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.evaluate.Evaluation;
import org.energymatching.cli.evaluate.EvaluationPlan;
import org.energymatching.cli.output.Picture;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.OutputFile;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * What a run looks like: evaluated, drawn and written down.
 *
 * @param evaluation how good its samples are
 * @param pictures the files of its pictures
 * @param report its page
 */
public record RunReport(Evaluation evaluation, List<Path> pictures, Path report) {

    private static final int ROWS = 2000;

    /** Fewer than of rows, for a picture costs a network thousands of times as much. */
    private static final int PICTURES = 128;

    private static final long SEED = 1;

    /**
     * Evaluates the run, draws its pictures into {@code pictures/} and writes {@code report.html}.
     *
     * @param budget how long its chains may take
     * @param foreign pictures whose energies are shown beside the run's, or null
     */
    public static RunReport of(TrainedRun run, @Nullable Path foreign, ReportBudget budget, Console console) {
        if (foreign != null && !run.ofPictures()) {
            throw new UsageException(
                    "Foreign pictures, " + foreign + ", are to be compared with a run on rows of numbers.",
                    "Pictures are compared with those of a run on pictures.",
                    "Leave --ood out, or choose a run on pictures.");
        }
        RunConfig.Sampling sampling = run.config().sampling();
        List<Double> times = DoubleStream.of(1, sampling.time(), 2 * sampling.time())
                .sorted()
                .distinct()
                .boxed()
                .toList();
        int wanted = run.ofPictures() ? PICTURES : ROWS;
        int drawn = run.ofPictures() ? ImageReportFigures.CHAINS : ReportFigures.POINTS;
        double share = budget.share(run, wanted + drawn, Math.max(1, 2 * sampling.time()), console);
        EvaluationPlan plan = new EvaluationPlan(
                ReportBudget.of(share, wanted),
                SEED,
                sampling.step(),
                times,
                null,
                null,
                foreign == null ? List.of() : List.of(foreign));
        Evaluation evaluation = Evaluation.of(run, plan, console);
        List<Section> sections = run.ofPictures()
                ? ImageReportFigures.of(run, foreign, share, console)
                : ReportFigures.of(run, evaluation, share, console);
        List<Picture> pictures = sections.stream()
                .flatMap(section -> section.pictures().stream())
                .toList();
        Path folder = run.directory().resolve("pictures");
        for (Picture picture : pictures) {
            OutputFile.write(folder.resolve(picture.file()), ByteBuffer.wrap(picture.bytes()));
        }
        Path report = run.directory().resolve("report.html");
        new Report(run, evaluation, sections).write(report);
        return new RunReport(
                evaluation,
                pictures.stream().map(picture -> folder.resolve(picture.file())).toList(),
                report);
    }
}
