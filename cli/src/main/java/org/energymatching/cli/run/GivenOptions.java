package org.energymatching.cli.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.error.UsageException;
import picocli.CommandLine.Option;

/** The options for the condition of a conditional potential. */
public final class GivenOptions {

    @Option(
            names = "--given",
            paramLabel = "NAME=VALUE[,…]",
            split = ",",
            description = "The condition, such as label=7 or month=7,tariff=ToU; what is left out stays open.")
    Map<String, String> given = new LinkedHashMap<>();

    @Option(
            names = "--guidance",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "How much the condition counts: V(x) + S (V(x|c) - V(x)); more than 1 for what is more typical of it; ${DEFAULT-VALUE} if not given.")
    double guidance;

    /** The run under the condition. */
    public TrainedRun appliedTo(TrainedRun run) {
        if (given.isEmpty()) {
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
        return run.given(given, guidance);
    }
}
