package org.energymatching.cli.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.energymatching.cli.config.Choices.FlowScheme;
import org.energymatching.cli.config.Choices.InnerKernel;
import org.energymatching.cli.config.Choices.KernelKind;
import org.energymatching.cli.config.KernelOptions;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.data.Numbers;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.GradientFlow;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.RungeKutta45;

/** The kernel of a configuration, as the library's object, and the choice of another one by {@code --kernel}. */
public final class KernelChoice {

    /** What {@code --kernel} takes, for the help of verbs. */
    public static final String HELP =
            "How chains are moved: euler-maruyama, heun, gradient-flow, rk45, mala, hmc or parallel-tempering, with options as in hmc:leapfrogSteps=5,warmupSteps=100 (see 'em config explain sampling.options'); the recipe's if not given.";

    private KernelChoice() {}

    public static Kernel of(RunConfig.Sampling sampling) {
        KernelOptions options = sampling.options();
        return switch (sampling.kernel()) {
            case EULER_MARUYAMA -> Kernel.eulerMaruyama();
            case HEUN -> Kernel.heun();
            case GRADIENT_FLOW ->
                new GradientFlow(
                        switch (options.scheme()) {
                            case EULER -> Kernel.eulerMaruyama();
                            case HEUN -> Kernel.heun();
                            case RK45 -> new RungeKutta45(options.tolerance());
                        });
            case RK45 -> new RungeKutta45(options.tolerance());
            case MALA -> inner(InnerKernel.MALA, options);
            case HMC -> inner(InnerKernel.HMC, options);
            case PARALLEL_TEMPERING ->
                Kernel.parallelTempering(inner(options.inner(), options), options.levels(), options.hottest())
                        .swappingEvery(options.swapEvery());
        };
    }

    private static Kernel inner(InnerKernel kind, KernelOptions options) {
        return switch (kind) {
            case EULER_MARUYAMA -> Kernel.eulerMaruyama();
            case HEUN -> Kernel.heun();
            case MALA -> Kernel.mala().adapting(options.warmupSteps());
            case HMC -> Kernel.hamiltonian(options.leapfrogSteps()).adapting(options.warmupSteps());
        };
    }

    /** The kernel's name, as in configurations. */
    public static String name(RunConfig.Sampling sampling) {
        return sampling.kernel().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the kernel knows energies and acceptances anyway, so that watching it costs nothing. */
    public static boolean tellsOfItself(RunConfig.Sampling sampling) {
        return switch (sampling.kernel()) {
            case MALA, HMC, PARALLEL_TEMPERING -> true;
            case EULER_MARUYAMA, HEUN, GRADIENT_FLOW, RK45 -> false;
        };
    }

    /**
     * The configuration with another kernel.
     *
     * @param choice a name, and behind a colon {@code key=value} options with commas between
     * @param end when chains end
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
        List<String> options = parts.length == 1 ? List.of() : Arrays.asList(parts[1].split(","));
        options.forEach(option -> overrides.add("sampling.options." + option.strip()));
        RunConfig chosen = RunConfig.parse(config.toYaml(), "--kernel " + choice, overrides);
        Set<String> known = options(chosen.sampling().kernel());
        for (String option : options) {
            String key = option.split("=", 2)[0].strip();
            if (!known.contains(key)) {
                throw new UsageException(
                        "The kernel " + parts[0] + " is given the option " + key + ".",
                        known.isEmpty()
                                ? "It has no options."
                                : "Its options are "
                                        + String.join(
                                                ", ", known.stream().sorted().toList()) + ".",
                        "Remove it, or choose the kernel that it belongs to: 'em config explain sampling.options." + key
                                + "'.");
            }
        }
        return chosen;
    }

    private static Set<String> options(KernelKind kernel) {
        return switch (kernel) {
            case EULER_MARUYAMA, HEUN -> Set.of();
            case GRADIENT_FLOW -> Set.of("scheme", "tolerance");
            case RK45 -> Set.of("tolerance");
            case MALA -> Set.of("warmupSteps");
            case HMC -> Set.of("warmupSteps", "leapfrogSteps");
            case PARALLEL_TEMPERING ->
                Set.of("inner", "levels", "hottest", "swapEvery", "warmupSteps", "leapfrogSteps");
        };
    }

    /**
     * The step of the grid where the user gives none: the recipe's; where the kernel finds its own steps, one that is as
     * long as the times allow, which rise.
     */
    public static double step(RunConfig.Sampling sampling, double... times) {
        boolean own = sampling.kernel() == KernelKind.RK45
                || sampling.kernel() == KernelKind.GRADIENT_FLOW
                        && sampling.options().scheme() == FlowScheme.RK45;
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
