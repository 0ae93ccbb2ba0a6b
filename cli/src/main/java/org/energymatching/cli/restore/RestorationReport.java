package org.energymatching.cli.restore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.energymatching.cli.output.ReportPage;
import org.energymatching.cli.output.Section;

/** The page about a restoration, which needs no other file and no network. */
record RestorationReport(Restoration restoration, List<Section> sections) {

    /** Writes the page, whole or not at all. */
    void write(Path file) {
        String title = "Restored with " + restoration.run().config().name();
        RestorationScores scores = restoration.scores();
        ReportPage page = new ReportPage(title, ReportPage.escaped(restoration.described()));
        if (scores.verdict() != null) {
            page.verdict(scores.verdict());
        }
        page.add("<p>A measurement leaves many rows possible. The potential V(x) tells which of them are likely, ")
                .add("the measurement y which of them it fits; together they make the posterior p(x|y) ∝ ")
                .add("exp(−V(x)/ε)·p(y|x), of which these are samples. Their mean is the best guess, and where they ")
                .add("differ nobody can know.</p>\n")
                .heading("How good it is");
        if (!scores.methods().isEmpty()) {
            page.table(table(scores));
        }
        page.paragraph(scores.closing());
        sections.forEach(page::section);
        page.heading("How it was made")
                .add("<pre class=\"wrapped\">" + ReportPage.escaped(restoration.text()) + "</pre>\n")
                .write(file);
    }

    private static List<List<String>> table(RestorationScores scores) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(scores.measures());
        rows.add(head);
        for (RestorationScores.Method method : scores.methods()) {
            List<String> row = new ArrayList<>(List.of(method.name()));
            method.values()
                    .forEach(value -> row.add(Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4g", value)));
            rows.add(row);
        }
        return rows;
    }
}
