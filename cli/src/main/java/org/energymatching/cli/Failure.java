package org.energymatching.cli;

import java.util.List;
import java.util.Locale;
import org.energymatching.error.DataException;
import org.energymatching.error.EnergyMatchingException;
import org.energymatching.error.UsageException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Any failure, in three sentences and an exit code.
 *
 * @param kind {@code usage}, {@code data}, {@code failed} or {@code interrupted}
 * @param happened what happened
 * @param expected what was expected instead
 * @param remedy what to do
 * @param exit the exit code of the program
 */
record Failure(String kind, String happened, String expected, String remedy, Exit exit) {

    /** Makes the sentences printable: they contain names and texts of files. */
    Failure {
        happened = Printable.sentence(happened);
        expected = Printable.sentence(expected);
        remedy = Printable.sentence(remedy);
    }

    /** The output of {@code --json}. */
    record Report(Sentences error, int exitCode) {}

    /** The three sentences and their kind. */
    record Sentences(String kind, String happened, String expected, String remedy) {}

    static Failure of(Throwable thrown) {
        if (thrown instanceof EnergyMatchingException known) {
            Exit exit = exitOf(known);
            return new Failure(kind(exit), known.happened(), known.expected(), known.remedy(), exit);
        }
        if (thrown instanceof ParameterException wrong) {
            return wrong.getCause() instanceof EnergyMatchingException known ? of(known) : wrongUsage(wrong);
        }
        if (thrown instanceof InterruptedException) {
            return of(Exit.INTERRUPTED, "Interrupted.", "The work was not finished.", "Run the same command again.");
        }
        if (thrown instanceof OutOfMemoryError) {
            return of(
                    Exit.FAILED,
                    "The memory given to Java is used up.",
                    "The work was expected to fit into " + (Runtime.getRuntime().maxMemory() >> 20) + " MB.",
                    "Give it more, such as EM_JAVA_OPTS=-Xmx8g, or make the batch smaller.");
        }
        if (thrown instanceof LinkageError) {
            return of(
                    Exit.FAILED,
                    "The native libraries could not be loaded: " + message(thrown) + ".",
                    "libtorch was expected to load on this machine.",
                    "Run 'em doctor' to see what is missing.");
        }
        return of(
                Exit.FAILED,
                "Something unexpected went wrong: " + message(thrown) + ".",
                "This is a fault of the program, or of the machine, and not of your command.",
                "Run it again with --stacktrace and report what it prints; 'em doctor' tells whether the machine is fit.");
    }

    Report report() {
        return new Report(new Sentences(kind, happened, expected, remedy), exit.code());
    }

    private static Failure wrongUsage(ParameterException wrong) {
        String verb = wrong.getCommandLine().getCommandSpec().qualifiedName();
        String happened = message(wrong);
        List<String> near = List.of();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            near = unmatched.getSuggestions();
            String word = unmatched.getUnmatched().get(0);
            happened = unmatched.isUnknownOption()
                    ? "'" + verb + "' has no option '" + word + "'"
                    : wrong.getCommandLine().getSubcommands().isEmpty()
                            ? "'" + verb + "' does not know what to do with '" + word + "'"
                            : "'" + verb + "' has no verb '" + word + "'";
        }
        return of(
                Exit.USAGE,
                happened.endsWith(".") ? happened : happened + ".",
                "What '" + verb + " --help' shows was expected.",
                near.isEmpty() ? "Run '" + verb + " --help'." : "Did you mean '" + String.join("' or '", near) + "'?");
    }

    private static Failure of(Exit exit, String happened, String expected, String remedy) {
        return new Failure(kind(exit), happened, expected, remedy, exit);
    }

    private static Exit exitOf(EnergyMatchingException known) {
        return known instanceof UsageException ? Exit.USAGE : known instanceof DataException ? Exit.DATA : Exit.FAILED;
    }

    private static String kind(Exit exit) {
        return exit.name().toLowerCase(Locale.ROOT);
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        String name =
                thrown instanceof ParameterException ? "" : thrown.getClass().getSimpleName() + " ";
        return message == null || message.isBlank()
                ? name.strip()
                : name + message.lines().findFirst().orElse("").strip();
    }
}
