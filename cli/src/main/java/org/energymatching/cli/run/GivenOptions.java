package org.energymatching.cli.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.file.Nearest;
import org.energymatching.error.UsageException;
import picocli.CommandLine.Option;

/** The options for the condition of a conditional potential. */
public final class GivenOptions {

    @Option(
            names = "--given",
            paramLabel = "NAME=VALUE[,…]",
            split = ",",
            description =
                    "The condition, such as label=7 or month=7,tariff=ToU; what is left out stays open. For samples of tables also values of columns, given which the others are drawn.")
    Map<String, String> given = new LinkedHashMap<>();

    @Option(
            names = "--guidance",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "How much the condition counts: V(x) + S (V(x|c) - V(x)); more than 1 for what is more typical of it; ${DEFAULT-VALUE} if not given.")
    double guidance;

    /** The run under the condition, for sampling: names of its columns that are no conditions have values of samples. */
    public TrainedRun sampling(TrainedRun run) {
        List<String> conditions = run.checkpoint().architecture().conditions().names();
        Map<String, String> columns = new LinkedHashMap<>(given);
        columns.keySet().removeIf(name -> conditions.contains(name) || !run.hasColumn(name));
        given.keySet().stream()
                .filter(name -> !run.ofPictures() && !conditions.contains(name) && !run.hasColumn(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new UsageException(
                            "--given names '" + name + "'.",
                            "It names conditions of the run ("
                                    + (conditions.isEmpty() ? "none" : Nearest.brief(conditions))
                                    + ") or columns of its table: " + Nearest.brief(run.cellColumns()) + ".",
                            "Choose one of these.");
                });
        Map<String, String> others = new LinkedHashMap<>(given);
        others.keySet().removeAll(columns.keySet());
        TrainedRun under = under(run, others);
        return columns.isEmpty() ? under : under.observing(columns);
    }

    /** The run under the condition. */
    public TrainedRun appliedTo(TrainedRun run) {
        return under(run, given);
    }

    private TrainedRun under(TrainedRun run, Map<String, String> conditions) {
        if (conditions.isEmpty()) {
            if (guidance != 1) {
                throw new UsageException(
                        "--guidance is " + guidance + ", and no condition is given.",
                        "Guidance says how much a condition counts.",
                        "Add --given, or leave --guidance out.");
            }
            return run;
        }
        if (!Double.isFinite(guidance)) {
            throw new UsageException(
                    "--guidance is " + guidance + ".", "It is a finite number.", "Choose for example 1.5.");
        }
        return run.given(conditions, guidance);
    }
}
