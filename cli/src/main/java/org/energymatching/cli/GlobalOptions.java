package org.energymatching.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every verb, which may be before or after it. */
final class GlobalOptions {

    static final String JSON = "--json";
    static final String STACKTRACE = "--stacktrace";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and do nothing.")
    boolean help;

    @Option(names = JSON, scope = ScopeType.INHERIT, description = "Print exactly one JSON object, also for an error.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print nothing but the result.")
    boolean quiet;

    @Option(
            names = STACKTRACE,
            scope = ScopeType.INHERIT,
            description = "Show where in the program an error came from.")
    boolean stacktrace;

    @Option(
            names = "--threads",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "Compute with so many threads; no result depends on it. As many as processors if not given; "
                    + "training measures whether they are worth it.")
    @Nullable
    Integer threads;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|cuda|cuda:N",
            scope = ScopeType.INHERIT,
            description =
                    "Compute on the processor or on a GPU; a GPU where there is one if not given. Last bits depend on it.")
    @Nullable
    String device;
}
