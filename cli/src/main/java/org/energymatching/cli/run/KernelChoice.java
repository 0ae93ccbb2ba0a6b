package org.energymatching.cli.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.kernel.KernelConfig;
import org.energymatching.cli.schema.Variants;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.UsageException;

/** The kernel of a configuration, as the library's object, and the choice of another one by {@code --kernel}. */
public final class KernelChoice {

    /** The values of {@code --kernel}, for the help of verbs. */
    public static final String HELP =
            "How chains are moved: ${COMPLETION-CANDIDATES}, with options as in hmc:leapfrogSteps=5,warmupSteps=100 (see 'em config explain sampling.kernel'); the recipe's if not given.";

    /** The registered kernels, by name. */
    public static final class Names extends ArrayList<String> {

        private static final long serialVersionUID = 1;

        /** Called by the parser of the command line. */
        public Names() {
            super(Variants.names(KernelConfig.class));
        }
    }

    private KernelChoice() {}

    /**
     * The configuration with another kernel.
     *
     * @param choice a name, and after a colon {@code key=value} options separated by commas
     * @param end the time at which chains end
     */
    public static RunConfig chosen(RunConfig config, String choice, double end) {
        String[] parts = choice.split(":", 2);
        List<String> overrides = new ArrayList<>();
        overrides.add("sampling.kernel=" + parts[0]);
        boolean cold =
                end <= config.temperature().tauStar() || config.temperature().epsilonMax() == 0;
        if (parts[0].equals("rk45")) {
            if (!cold) {
                throw new UsageException(
                        "Chains are to be moved by rk45 up to t = " + Numbers.brief(end) + ".",
                        "This kernel has no noise, which sets in at t = "
                                + Numbers.brief(config.temperature().tauStar()) + ".",
                        "End there with the time, or leave the noise out by --kernel gradient-flow:scheme=rk45.");
            }
            overrides.add("temperature.epsilonMax=0");
        }
        if (parts.length == 2) {
            for (String option : List.of(parts[1].split(","))) {
                overrides.add("sampling.kernel." + parts[0] + "." + option.strip());
            }
        }
        return RunConfig.parse(config.toYaml(), "--kernel " + choice, overrides);
    }

    /**
     * The default step of the grid: that of the recipe; for a kernel with adaptive steps, the longest that the rising times
     * allow.
     */
    public static double step(RunConfig.Sampling sampling, double... times) {
        boolean own = sampling.kernel().adaptive();
        double least = Arrays.stream(times).filter(t -> t > 0).min().orElse(0);
        for (int parts = 1; own && parts <= 100; parts++) {
            double step = least / parts;
            if (Arrays.stream(times).allMatch(t -> Math.abs(t / step - Math.rint(t / step)) < 1e-6)) {
                return step;
            }
        }
        return sampling.step();
    }
}
