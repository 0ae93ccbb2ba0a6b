package org.energymatching.cli.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.energymatching.cli.config.Recipe;
import org.energymatching.data.OutputFile;

/** {@code report.html}: one page about a run that needs no other file and no network. */
record Report(TrainedRun run, Evaluation evaluation, List<Section> sections) {

    private static final String STYLE = """
            body { font: 16px/1.55 system-ui, sans-serif; color: #222; background: #fff; margin: 0 auto; max-width: 62rem;
                   padding: 2rem 1.25rem 4rem; }
            h1 { font-size: 1.7rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; }
            p { max-width: 44rem; } .quiet { color: #666; }
            img { max-width: 100%; height: auto; display: block; }
            .beside { display: flex; flex-wrap: wrap; align-items: flex-start; gap: .5rem; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { text-align: right; padding: .3rem .9rem; border-bottom: 1px solid #ddd; font-weight: normal; }
            th { color: #666; } td:first-child, th:first-child { text-align: left; padding-left: 0; }
            pre { background: #f6f6f4; padding: .8rem 1rem; overflow-x: auto; font-size: .85rem; line-height: 1.4; }
            pre.wrapped { white-space: pre-wrap; }
            @media (prefers-color-scheme: dark) {
              body { color: #ddd; background: #16181c; } .quiet, th { color: #999; } pre { background: #22252b; }
              th, td { border-color: #333; } img { border-radius: 6px; }
            }
            """;

    /** Writes the page, whole or not at all. */
    void write(Path file) {
        OutputFile.write(file, ByteBuffer.wrap(html().getBytes(StandardCharsets.UTF_8)));
    }

    private String html() {
        StringBuilder html = head(run.config().name());
        html.append("<p class=\"quiet\">")
                .append(summary())
                .append(
                        "</p>\n<p>One network was trained to be a potential V(x), a landscape over the space of the data. ")
                .append(
                        "Far from the data its slope carries noise to them along short paths; near them its valleys hold ")
                .append(
                        "what arrives, as likely as the data are: p(x) ∝ exp(−V(x)/ε). The pictures show whether it does.</p>\n")
                .append("<h2>How near samples come to data</h2>\n")
                .append(table());
        sections.forEach(section -> html.append(shown(section)));
        return html.append("<h2>The configuration</h2>\n<p>Everything that decided the result. Training again with it ")
                .append("gives the same weights, bit for bit, on the same kind of machine.</p>\n<pre>")
                .append(escaped(run.config().toYaml()))
                .append("</pre>\n</html>\n")
                .toString();
    }

    /** The beginning of a page, to its headline. */
    static StringBuilder head(String title) {
        return new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(title))
                .append(" – Energy Matching</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n");
    }

    /** A section with its pictures inside. */
    static String shown(Section section) {
        StringBuilder html = new StringBuilder(String.format(
                Locale.ROOT,
                "<h2>%s</h2>%n<p>%s</p>%n<div class=\"beside\">%n",
                escaped(section.title()),
                escaped(section.explanation())));
        section.pictures().forEach(picture -> html.append(embedded(picture)));
        return html.append("</div>\n").toString();
    }

    private static String embedded(Picture picture) {
        return String.format(
                Locale.ROOT,
                "<img width=\"%d\" alt=\"%s\" src=\"data:%s;base64,%s\">%n",
                picture.width(),
                escaped(picture.alternative()),
                picture.mediaType(),
                Base64.getEncoder().encodeToString(picture.bytes()));
    }

    private String summary() {
        long parameters = run.checkpoint().weights().values().stream()
                .mapToLong(values -> values.length)
                .sum();
        String described = Recipe.names().contains(run.config().name())
                ? escaped(Recipe.named(run.config().name()).description()) + "<br>"
                : "";
        return described
                + String.format(
                        Locale.ROOT,
                        "%,d steps in %,.0f s · %,d parameters · seed %d · Java %s · libtorch %s · %s · %s",
                        run.checkpoint().step(),
                        run.checkpoint().seconds(),
                        parameters,
                        run.config().seed(),
                        escaped(run.checkpoint().provenance().java()),
                        escaped(run.checkpoint().provenance().engine()),
                        escaped(run.checkpoint().provenance().platform()),
                        escaped(run.checkpoint().provenance().created()));
    }

    private String table() {
        return evaluation instanceof TableEvaluation table
                ? table(table)
                : "<pre class=\"wrapped\">" + escaped(evaluation.text()) + "</pre>\n";
    }

    private static String table(TableEvaluation evaluation) {
        StringBuilder rows = new StringBuilder(
                "<div class=\"wide\"><table>\n<tr><th></th><th>energy distance</th><th>sliced Wasserstein</th><th>exact W₂</th></tr>\n");
        evaluation.times().forEach(at -> rows.append(row("samples, t = " + Evaluation.trim(at.time()), at.measures())));
        rows.append(row("data", evaluation.dataAgainstData()));
        rows.append(row("Gaussian fit", evaluation.gaussian()));
        return rows.append("</table></div>\n<p>Each against ")
                .append(String.format(Locale.ROOT, "%,d", evaluation.rows()))
                .append(" rows of ")
                .append(escaped(evaluation.reference()))
                .append(
                        ", in standardised units. Zero would be perfect; the line “data” is what a perfect model reaches ")
                .append("with so many points, and the Gaussian fit has the mean and the covariance of the data.</p>\n")
                .toString();
    }

    private static String row(String name, TableEvaluation.Measures measures) {
        return String.format(
                Locale.ROOT,
                "<tr><td>%s</td><td>%.4f</td><td>%.4f</td><td>%.4f</td></tr>%n",
                name,
                measures.energyDistance(),
                measures.slicedWasserstein(),
                measures.wasserstein2());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
