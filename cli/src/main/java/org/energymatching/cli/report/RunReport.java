package org.energymatching.cli.report;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.energymatching.cli.Console;
import org.energymatching.cli.config.Recipe;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.evaluate.Evaluation;
import org.energymatching.cli.evaluate.EvaluationPlan;
import org.energymatching.cli.evaluate.TableEvaluation;
import org.energymatching.cli.output.ReportPage;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The report of a run: its evaluation, its figures and a page.
 *
 * @param evaluation of its samples
 * @param pictures the files of its figures
 * @param report its page
 */
public record RunReport(Evaluation evaluation, List<Path> pictures, Path report) {

    private static final int ROWS = 2000;

    /** Fewer than of rows, as an image costs a network thousands of times as much. */
    private static final int PICTURES = 128;

    private static final long SEED = 1;

    /**
     * Evaluates the run, draws its figures into {@code pictures/} and writes {@code report.html}.
     *
     * @param budget of its chains
     * @param foreign images whose energies are shown next to the run's, or null
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
                null,
                foreign == null ? List.of() : List.of(foreign));
        Evaluation evaluation = Evaluation.of(run, plan, console);
        List<Section> sections = run.ofPictures()
                ? ImageReportFigures.of(run, foreign, share, console)
                : ReportFigures.of(run, evaluation, share, console);
        Path folder = run.directory().resolve("pictures");
        List<Path> pictures = sections.stream()
                .flatMap(section -> section.pictures().stream())
                .map(picture -> picture.write(folder))
                .toList();
        Path report = run.directory().resolve("report.html");
        page(run, evaluation, sections).write(report);
        return new RunReport(evaluation, pictures, report);
    }

    private static ReportPage page(TrainedRun run, Evaluation evaluation, List<Section> sections) {
        ReportPage page = new ReportPage(run.config().name(), summary(run))
                .verdict(evaluation.verdict())
                .add("<p>One network was trained to be a potential V(x), a landscape over the space of the data. ")
                .add("Far from the data its drift carries noise to them along short paths; near them its valleys hold ")
                .add(
                        "what arrives, as likely as the data are: p(x) ∝ exp(−V(x)/ε). The pictures show whether it does.</p>\n")
                .heading("How near samples come to data");
        if (evaluation instanceof TableEvaluation table) {
            page.table(table.table()).paragraph(table.legend());
            if (table.quality() != null) {
                page.table(table.quality().table()).paragraph(table.quality().legend());
            }
        } else {
            page.preformatted(evaluation.text());
        }
        sections.forEach(page::section);
        return page.heading("The configuration")
                .add("<p>Everything that decided the result. Training again with it ")
                .add("gives the same weights, bit for bit, on the same kind of machine.</p>\n<pre>")
                .add(ReportPage.escaped(run.config().toYaml()))
                .add("</pre>\n");
    }

    /** The training, its time and its data, as HTML. */
    public static String summary(TrainedRun run) {
        long parameters = run.checkpoint().weights().values().stream()
                .mapToLong(values -> values.length)
                .sum();
        String described = Recipe.names().contains(run.config().name())
                ? ReportPage.escaped(Recipe.named(run.config().name()).description()) + "<br>"
                : "";
        return described
                + Numbers.format(
                        "%,d steps in %,.0f s · %,d parameters · seed %d · Java %s · libtorch %s · %s · %s",
                        run.checkpoint().step(),
                        run.checkpoint().seconds(),
                        parameters,
                        run.config().seed(),
                        ReportPage.escaped(run.checkpoint().provenance().java()),
                        ReportPage.escaped(run.checkpoint().provenance().engine()),
                        ReportPage.escaped(run.checkpoint().provenance().platform()),
                        ReportPage.escaped(run.checkpoint().provenance().created()));
    }
}
