package org.energymatching.cli.design;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.output.ReportPage;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.report.RunReport;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.metric.LetterFrequencies;
import org.energymatching.metric.Levenshtein;
import org.energymatching.plot.Panels;
import org.energymatching.plot.Plot;

/** {@code report.html} of designs: their fitness against baselines, and the sequences themselves. */
record DesignReport(
        RunConfig config,
        TrainedRun trained,
        DesignParts parts,
        List<DesignRound> rounds,
        List<DesignLine> lines,
        List<DesignRun.Point> sweep) {

    private static final int SHOWN = 20;

    /** Writes the page and its figures in {@code pictures/}. */
    void write(Path folder) {
        List<Section> sections = new ArrayList<>();
        if (!sweep.isEmpty()) {
            sections.add(interaction());
        }
        sections.add(histograms());
        sections.add(logos());
        sections.addAll(parts.sections());
        ReportPage page = new ReportPage(config.name(), RunReport.summary(trained));
        lines.get(0).against(lines).ifPresent(page::verdict);
        page.paragraph("A potential was trained on the latent vectors of "
                        + parts.known().size()
                        + " measured sequences of " + parts.known().length()
                        + " letters. Chains that descend it, drawn to"
                        + " where the predictor promises a fitness of "
                        + Numbers.brief(config.design().target())
                        + ", were decoded; the designs are the "
                        + config.design().keep()
                        + " sequences of each seed that the predictor ranks highest"
                        + (config.design().diversityWeight() > 0
                                ? ", where a letter of distance to one another counts too."
                                : "."))
                .heading("How good the designs are")
                .table(DesignLine.rows(lines))
                .paragraph("Fitness is the median by " + parts.judge()
                        + "; predicted, that by the predictor. Diversity is the"
                        + " mean distance between two designs, novelty the median distance to the nearest measured sequence,"
                        + " in letters. Means over " + config.design().seeds()
                        + " seeds, with the standard deviation of one."
                        + (config.design().baselines() ? baselines() : ""));
        sections.forEach(page::section);
        best(page);
        page.heading("The settings")
                .add("<pre>" + ReportPage.escaped(config.toYaml()) + "</pre>\n")
                .write(folder.resolve("report.html"));
        sections.forEach(section -> section.write(folder.resolve("pictures")));
    }

    private String baselines() {
        return " Random mutants and greedy evolution are ranked by the predictor that chains follow, which they may ask about as"
                + " many sequences as the chains have positions: "
                + Numbers.format("%,d.", DesignBaselines.evaluations(config.design()));
    }

    private Section interaction() {
        double[] growth = sweep.stream().mapToDouble(DesignRun.Point::growth).toArray();
        double[] fitness =
                sweep.stream().mapToDouble(at -> at.scores().fitness()).toArray();
        double[] diversity =
                sweep.stream().mapToDouble(at -> at.scores().diversity()).toArray();
        List<Plot> plots = List.of(
                Plot.titled("Fitness")
                        .x("repulsion 2 Δt ε M / σ_{W}²")
                        .y("fitness")
                        .line(growth, fitness, ""),
                Plot.titled("Diversity")
                        .x("repulsion 2 Δt ε M / σ_{W}²")
                        .y("letters between two designs")
                        .line(growth, diversity, ""),
                Plot.titled("One against the other").x("diversity").y("fitness").line(diversity, fitness, ""));
        return Section.of(
                "interaction.png",
                "Fitness against diversity as the interaction grows",
                "The first seed's chains, driven apart more and more: from none to a repulsion by which a deviation from their"
                        + " mean grows by a tenth in a step, "
                        + String.join(
                                ", ",
                                sweep.stream()
                                        .filter(at -> at.sigma() > 0)
                                        .map(at -> "σ_W = " + at.sigma() + " at " + Numbers.brief(at.growth()))
                                        .toList())
                        + ". What diversity costs in fitness is read in the picture on the right.",
                Panels.grid(3, plots).toPng());
    }

    private Section histograms() {
        double[] measured = parts.fitness(parts.known().scores());
        Plot plot = Plot.titled("Fitness of data and designs")
                .x("fitness")
                .histogram(measured, "measured sequences")
                .histogram(column(DesignRound.PREDICTED), "designs, predicted");
        if (parts.oracle() != null) {
            plot = plot.histogram(column(DesignRound.JUDGED), "designs, by the oracle");
        }
        return Section.of(
                "scores.png",
                "Scores of data and designs",
                "How fit the measured sequences are, and how fit the designs of all seeds. Designs should lie to the right of"
                        + " the data. A predictor that promises far less or far more than the oracle finds has left the region"
                        + " that it knows.",
                plot.toPng());
    }

    /** A column of the designs of all seeds. */
    private double[] column(String name) {
        return rounds.stream()
                .flatMapToDouble(round -> Arrays.stream(round.column(name)))
                .toArray();
    }

    private Section logos() {
        String letters = parts.vae().alphabet().letters();
        List<String> designs =
                rounds.stream().flatMap(round -> round.letters().stream()).toList();
        return Section.of(
                "logos.png",
                "What stands where",
                "At each position the letters as large as they are frequent, the pile as high as the position tells, in bits:"
                        + " a tall letter is one that hardly varies. Above the measured sequences, below the designs of all"
                        + " seeds.",
                Panels.grid(
                                1,
                                List.of(
                                        logo("Measured sequences", parts.known().letters(), letters),
                                        logo("Designs", designs, letters)))
                        .toPng());
    }

    private static Plot logo(String title, List<String> sequences, String letters) {
        return Plot.titled(title).x("position").y("information [bit]").logo(LetterFrequencies.of(sequences, letters));
    }

    private void best(ReportPage page) {
        DesignRound first = rounds.get(0);
        page.heading("The best designs")
                .paragraph(
                        "The first designs of seed 0 by the predictor, with the letters marked in which they differ from the"
                                + " nearest measured sequence.")
                .add("<div class=\"wide\"><table>\n<tr><th>design</th><th>predicted</th><th>"
                        + (parts.oracle() == null ? "" : "oracle")
                        + "</th><th>energy</th><th>changes</th><th>nearest measured</th></tr>\n");
        for (int i = 0; i < Math.min(SHOWN, first.letters().size()); i++) {
            String design = first.letters().get(i);
            String nearest = nearest(design);
            page.add(Numbers.format(
                    "<tr><td><code>%s</code></td><td>%.3f</td><td>%s</td><td>%.2f</td><td>%.0f</td><td><code>%s</code></td></tr>%n",
                    marked(design, nearest),
                    first.column(DesignRound.PREDICTED)[i],
                    parts.oracle() == null ? "" : Numbers.format("%.3f", first.column(DesignRound.JUDGED)[i]),
                    first.column(DesignRound.ENERGY)[i],
                    first.column(DesignRound.DISTANCE)[i],
                    ReportPage.escaped(nearest)));
        }
        page.add("</table></div>\n");
    }

    private String nearest(String design) {
        Levenshtein to = Levenshtein.to(design);
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String known : parts.known().letters()) {
            int distance = to.distance(known);
            if (distance < least) {
                least = distance;
                nearest = known;
            }
        }
        return nearest;
    }

    /** The design with the letters marked that differ from those of another sequence of its length. */
    static String marked(String design, String other) {
        StringBuilder marked = new StringBuilder();
        for (int i = 0; i < design.length(); i++) {
            String letter = ReportPage.escaped(design.substring(i, i + 1));
            marked.append(design.charAt(i) == other.charAt(i) ? letter : "<mark>" + letter + "</mark>");
        }
        return marked.toString();
    }
}
