package org.energymatching.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.energymatching.cli.Console;
import org.energymatching.cli.Exit;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.doctor.Check.Status;
import org.energymatching.data.file.Numbers;
import org.energymatching.tensor.engine.ConvolutionVerdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code em doctor}: every check with its remedy; fails if there is a problem. */
@Command(name = "doctor", description = "Check that this machine can run the program, and tell what to do if not.")
public final class DoctorVerb implements Verb {

    /** The speed-up below which more threads are of little use. */
    private static final double WORTHWHILE = 1.2;

    private final @Nullable Smoke smoke;

    /** A doctor whose last check is that operation, or one without it. */
    public DoctorVerb(@Nullable Smoke smoke) {
        this.smoke = smoke;
    }

    /** The output of {@code --json}. */
    record Report(boolean healthy, List<Check> checks) {}

    @Override
    public Result run(Console console) {
        return report(Machine.here(), console);
    }

    Result report(Machine machine, Console console) {
        List<Check> checks = new ArrayList<>(Examination.of(machine));
        boolean fit = checks.stream().noneMatch(check -> check.status() == Status.PROBLEM);
        if (fit && smoke != null) {
            console.info("Trying the native library (it unpacks the first time) …");
            checks.addAll(attempt(smoke));
        }
        boolean healthy = checks.stream().noneMatch(check -> check.status() == Status.PROBLEM);
        return new Result(text(checks), new Report(healthy, checks), healthy ? Exit.DONE : Exit.FAILED);
    }

    /** Any error at all, a missing symbol included, is a finding here. */
    static List<Check> attempt(Smoke smoke) {
        try {
            long start = System.nanoTime();
            Smoke.Outcome outcome = smoke.run();
            String computed = Numbers.format("%s, in %.1f s", outcome.computed(), (System.nanoTime() - start) / 1e9);
            return List.of(Check.ok("Smoke", computed), oneDnn(outcome), speedup(outcome));
        } catch (Exception | LinkageError e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return List.of(
                    Check.problem(
                            "Smoke",
                            e.getClass().getSimpleName() + ": " + message,
                            "Delete the cache directory above and try again; if it stays, report this with 'em doctor --json'."));
        }
    }

    private static Check oneDnn(Smoke.Outcome outcome) {
        String right = forms(outcome, ConvolutionVerdict::oneDnn);
        String wrong = forms(outcome, verdict -> !verdict.oneDnn());
        String found = (right.isEmpty() ? "" : "computes convolutions: " + right)
                + (right.isEmpty() || wrong.isEmpty() ? "" : "; ")
                + (wrong.isEmpty() ? "" : "is wrong on this processor, so a slower kernel computes: " + wrong);
        return wrong.isEmpty()
                ? Check.ok("oneDNN", found)
                : Check.warning(
                        "oneDNN",
                        found,
                        "Numbers are right either way, so nothing has to be done; pictures take longer, and bfloat16 may not be faster.");
    }

    private static String forms(Smoke.Outcome outcome, Predicate<ConvolutionVerdict> which) {
        return outcome.convolutions().stream()
                .filter(which)
                .map(ConvolutionVerdict::form)
                .collect(Collectors.joining(", "));
    }

    private static Check speedup(Smoke.Outcome outcome) {
        String found = Numbers.format("%d threads are %.1f times as fast as one", outcome.threads(), outcome.speedup());
        if (outcome.threads() == 1) {
            return Check.ok("Speed-up", "one thread computes");
        }
        return outcome.speedup() < WORTHWHILE
                ? Check.warning(
                        "Speed-up",
                        found,
                        "Other programs may keep the cores busy: try again without them, or take one with --threads 1.")
                : Check.ok("Speed-up", found);
    }

    private static String text(List<Check> checks) {
        StringBuilder text = new StringBuilder();
        for (Check check : checks) {
            String status = check.status().name().toLowerCase(Locale.ROOT);
            text.append("%-8s %-10s %s%n".formatted(status, check.name(), check.found()));
            if (!check.remedy().isEmpty()) {
                text.append("%-19s → %s%n".formatted("", check.remedy()));
            }
        }
        return text.toString();
    }
}
