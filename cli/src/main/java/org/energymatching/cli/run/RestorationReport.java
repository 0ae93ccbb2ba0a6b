package org.energymatching.cli.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.energymatching.data.OutputFile;

/** The page about a restoration, which needs no other file and no network. */
record RestorationReport(Restoration restoration, List<Section> sections) {

    /** Writes the page, whole or not at all. */
    void write(Path file) {
        OutputFile.write(file, ByteBuffer.wrap(html().getBytes(StandardCharsets.UTF_8)));
    }

    private String html() {
        String title = "Restored with " + restoration.run().config().name();
        StringBuilder html = Report.head(title);
        html.append("<p class=\"quiet\">")
                .append(Report.escaped(restoration.described()))
                .append(
                        "</p>\n<p>A measurement leaves many rows possible. The potential V(x) tells which of them are likely, ")
                .append("the measurement y which of them it fits; together they make the posterior p(x|y) ∝ ")
                .append(
                        "exp(−V(x)/ε)·p(y|x), of which these are samples. Their mean is the best guess, and where they ")
                .append("differ nobody can know.</p>\n<h2>How good it is</h2>\n")
                .append(scores());
        sections.forEach(section -> html.append(Report.shown(section)));
        return html.append("<h2>How it was made</h2>\n<pre class=\"wrapped\">")
                .append(Report.escaped(restoration.text()))
                .append("</pre>\n</html>\n")
                .toString();
    }

    private String scores() {
        RestorationScores scores = restoration.scores();
        StringBuilder table = new StringBuilder();
        if (!scores.methods().isEmpty()) {
            table.append("<div class=\"wide\"><table>\n<tr><th></th>");
            scores.measures()
                    .forEach(name ->
                            table.append("<th>").append(Report.escaped(name)).append("</th>"));
            table.append("</tr>\n");
            for (RestorationScores.Method method : scores.methods()) {
                table.append("<tr><td>").append(Report.escaped(method.name())).append("</td>");
                method.values()
                        .forEach(value -> table.append("<td>")
                                .append(Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4g", value))
                                .append("</td>"));
                table.append("</tr>\n");
            }
            table.append("</table></div>\n");
        }
        return table.append("<p>")
                .append(Report.escaped(scores.closing()))
                .append("</p>\n")
                .toString();
    }
}
