package org.energymatching.cli.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.energymatching.cli.config.Recipe;
import org.energymatching.cli.evaluate.Evaluation;
import org.energymatching.cli.evaluate.TableEvaluation;
import org.energymatching.cli.output.ReportPage;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.output.Verdict;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Numbers;

/** {@code report.html}: one page about a run that needs no other file and no network. */
public record Report(TrainedRun run, Evaluation evaluation, List<Section> sections) {

    /** Writes the page, whole or not at all. */
    void write(Path file) {
        ReportPage page = new ReportPage(run.config().name(), summary(run))
                .verdict(evaluation.verdict())
                .add("<p>One network was trained to be a potential V(x), a landscape over the space of the data. ")
                .add("Far from the data its slope carries noise to them along short paths; near them its valleys hold ")
                .add(
                        "what arrives, as likely as the data are: p(x) ∝ exp(−V(x)/ε). The pictures show whether it does.</p>\n")
                .heading("How near samples come to data")
                .add(table());
        sections.forEach(page::section);
        page.heading("The configuration")
                .add("<p>Everything that decided the result. Training again with it ")
                .add("gives the same weights, bit for bit, on the same kind of machine.</p>\n<pre>")
                .add(ReportPage.escaped(run.config().toYaml()))
                .add("</pre>\n")
                .write(file);
    }

    /** What was trained, how long and on what, as HTML. */
    public static String summary(TrainedRun run) {
        long parameters = run.checkpoint().weights().values().stream()
                .mapToLong(values -> values.length)
                .sum();
        String described = Recipe.names().contains(run.config().name())
                ? ReportPage.escaped(Recipe.named(run.config().name()).description()) + "<br>"
                : "";
        return described
                + String.format(
                        Locale.ROOT,
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

    private String table() {
        return evaluation instanceof TableEvaluation table
                ? table(table)
                : "<pre class=\"wrapped\">" + ReportPage.escaped(evaluation.text()) + "</pre>\n";
    }

    private static String table(TableEvaluation evaluation) {
        StringBuilder rows = new StringBuilder(
                "<div class=\"wide\"><table>\n<tr><th></th><th>energy distance</th><th>sliced Wasserstein</th><th>exact W₂</th></tr>\n");
        evaluation.times().forEach(at -> rows.append(row("samples, t = " + Numbers.brief(at.time()), at.measures())));
        rows.append(row("data", evaluation.dataAgainstData()));
        rows.append(row("Gaussian fit", evaluation.gaussian()));
        return rows.append("</table></div>\n<p>Each against ")
                .append(String.format(Locale.ROOT, "%,d", evaluation.rows()))
                .append(" rows of ")
                .append(ReportPage.escaped(evaluation.reference()))
                .append(
                        ", in standardised units, ± the standard error. The line “data” is what a perfect model reaches ")
                .append("with so many points, and the Gaussian fit has the mean and the covariance of the data.</p>\n")
                .toString();
    }

    private static String row(String name, TableEvaluation.Measures measures) {
        return String.format(
                Locale.ROOT,
                "<tr><td>%s</td><td>%s</td><td>%.4f</td><td>%.4f</td></tr>%n",
                name,
                new Verdict.Repeats(measures.energyDistance(), measures.energyError()).text(),
                measures.slicedWasserstein(),
                measures.wasserstein2());
    }
}
