package org.energymatching.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.plot.Panels;
import org.energymatching.plot.Plot;
import org.energymatching.training.RunDirectory;

/** The losses of a run over its steps. */
final class LossCurves {

    private LossCurves() {}

    static Section of(TrainedRun run) {
        Metrics metrics = Metrics.read(new RunDirectory(run.directory()).metrics());
        List<Plot> plots = new ArrayList<>();
        for (String name : List.of("flow", "contrast")) {
            Metrics.Series series = metrics.series(name);
            if (!series.isEmpty()) {
                plots.add(Plot.titled("The " + name + " loss")
                        .x("step")
                        .y("loss")
                        .trend(series.steps(), series.values(), ""));
            }
        }
        if (plots.isEmpty()) {
            plots.add(Plot.titled("Losses").x("step").y("loss"));
        }
        return Section.of(
                "losses.png",
                "The losses",
                "The flow loss tells how well the slope of V fits the transport paths; it falls and then stays, at a "
                        + "level set by how much the paths cross. The contrastive loss, in the joint phase, is the energy of "
                        + "data less that of the model's own samples: it should hover around zero.",
                Panels.grid(2, plots).toPng());
    }
}
