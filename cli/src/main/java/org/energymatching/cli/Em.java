package org.energymatching.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.energymatching.cli.anomaly.AnomaliesVerb;
import org.energymatching.cli.design.DesignVerb;
import org.energymatching.cli.design.FitnessVerb;
import org.energymatching.cli.dimension.DimensionVerb;
import org.energymatching.cli.doctor.DoctorVerb;
import org.energymatching.cli.doctor.SmokeOperation;
import org.energymatching.cli.evaluate.CompareVerb;
import org.energymatching.cli.evaluate.EvaluateVerb;
import org.energymatching.cli.impute.ImputeVerb;
import org.energymatching.cli.likelihood.LikelihoodVerb;
import org.energymatching.cli.report.PlotVerb;
import org.energymatching.cli.restore.RestoreVerb;
import org.energymatching.cli.sample.EnergyVerb;
import org.energymatching.cli.sample.SampleVerb;
import org.energymatching.cli.train.DemoVerb;
import org.energymatching.cli.train.TrainVerb;
import org.energymatching.cli.transfer.ExportVerb;
import org.energymatching.cli.transfer.ImportVerb;
import org.energymatching.error.FailedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The program: finds the verb, runs it, prints its result or its error, and returns the exit code. */
@Command(
        name = "em",
        description = "Train, sample and use one scalar potential V(x) as a generative model.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the work failed",
            "2:wrong usage or configuration",
            "3:unreadable or unfit data or checkpoint",
            "130:interrupted"
        },
        versionProvider = Em.Version.class,
        footer = {
            "",
            "Begin with 'em demo'; 'em VERB --help' tells more about a verb.",
            "Messages and progress go to standard error, results to standard output. NO_COLOR is honoured."
        })
public final class Em {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    @Mixin
    private final GlobalOptions options = new GlobalOptions();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and do nothing.")
    boolean version;

    private final PrintStream out;
    private final PrintStream err;
    private final CommandLine line = new CommandLine(this);

    private Em(List<Object> verbs, PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
        verbs.forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setUsageHelpAutoWidth(false);
        Optional.ofNullable(line.getSubcommands().get(LaunchVerb.NAME))
                .ifPresent(launch -> launch.setStopAtPositional(true)); // the rest is another verb's
    }

    /** Runs the program and ends the JVM with its exit code. */
    public static void main(String[] args) {
        int code;
        LaunchVerb.endWithLauncher(System.getenv());
        // Called first, as creating the verbs takes time: a signal then has the program's own exit code already.
        try (Interruption interruption = Interruption.begin()) {
            boolean windows = System.getProperty("os.name", "").startsWith("Windows");
            PrintStream out = windows ? System.out : new Standard();
            PrintStream err = windows ? System.err : utf8(FileDescriptor.err);
            code = new Em(verbs(), out, err).run(args, interruption);
        }
        System.exit(code);
    }

    /** Runs the program inside this JVM and returns its exit code. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(verbs(), args, out, err);
    }

    static int run(List<Object> verbs, String[] args, PrintStream out, PrintStream err) {
        try (Interruption interruption = Interruption.begin()) {
            return new Em(verbs, out, err).run(args, interruption);
        }
    }

    /** The verbs in the order of the help; each is new, because picocli writes its options into it. */
    static List<Object> verbs() {
        return List.of(
                new DemoVerb(),
                new FetchVerb(),
                new TableVerb(),
                new TrainVerb(),
                new LaunchVerb(),
                new DesignVerb(),
                new FitnessVerb(),
                new SampleVerb(),
                new RestoreVerb(),
                new EnergyVerb(),
                new AnomaliesVerb(),
                new ImputeVerb(),
                new EvaluateVerb(),
                new CompareVerb(),
                new DimensionVerb(),
                new LikelihoodVerb(),
                new PlotVerb(),
                new ImportVerb(),
                new ExportVerb(),
                new RecipesVerb(),
                new ConfigVerb(),
                new DoctorVerb(new SmokeOperation()),
                new CompletionVerb());
    }

    private int run(String[] args, Interruption interruption) {
        List<String> words = List.of(args);
        Group group = Group.alone();
        try {
            ParseResult leaf = leaf(line.parseArgs(args));
            group = Group.of(System.getenv());
            Compute compute = new Compute(options.threads, options.device);
            Group.shareCores(System.getenv());
            compute.settle(0);
            Console console = new Console(
                    err, Terminal.here(), options.quiet || group.isFollower(), interruption, compute, group);
            Result result = result(leaf, console);
            if (!group.isFollower()) {
                print(result);
            }
            return result.exit().code();
        } catch (Group.Followed done) {
            return Exit.DONE.code();
        } catch (Throwable thrown) {
            return fail(thrown, words, interruption, group).code();
        }
    }

    private void print(Result result) throws IOException {
        String told = options.json
                ? JSON.writeValueAsString(result.json())
                : Printable.text(result.text().stripTrailing());
        if (result.content() == null) {
            if (!told.isEmpty()) {
                out.println(told);
            }
        } else {
            Files.copy(result.content(), out);
            if (options.json || !options.quiet) {
                err.println(told);
            }
        }
        if (out.checkError() && !(out instanceof Standard standard && standard.isClosedPipe())) {
            throw new FailedException(
                    "The result could not be written to standard output.",
                    "What standard output leads to has room for it.",
                    "Free some space, or write it elsewhere; files that were written are whole.");
        }
    }

    /** Standard output, which records whether its reader has ended: that is no failure, as after {@code | head}. */
    private static final class Standard extends PrintStream {

        private final Remembering stream;

        Standard() {
            this(new Remembering());
        }

        private Standard(Remembering stream) {
            super(stream, false, StandardCharsets.UTF_8);
            this.stream = stream;
        }

        boolean isClosedPipe() {
            return stream.failure.contains("Broken pipe");
        }

        private static final class Remembering extends FileOutputStream {

            private String failure = "";

            Remembering() {
                super(FileDescriptor.out);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    super.write(bytes, offset, length);
                } catch (IOException e) {
                    failure = String.valueOf(e.getMessage());
                    throw e;
                }
            }
        }
    }

    private Result result(ParseResult leaf, Console console) throws Exception {
        CommandLine command = leaf.commandSpec().commandLine();
        if (leaf.isUsageHelpRequested() || leaf.originalArgs().isEmpty()) {
            String help = command.getUsageMessage(Ansi.OFF);
            return Result.done(help, Map.of("help", help));
        }
        if (leaf.isVersionHelpRequested()) {
            String number = Version.number();
            return Result.done("em " + number, Map.of("version", number));
        }
        if (command.getCommand() instanceof Verb verb) {
            console.group().require(verb, command.getCommandName());
            return verb.run(console);
        }
        throw new ParameterException(
                command,
                "A verb is missing: one of "
                        + String.join(", ", command.getSubcommands().keySet()) + ".");
    }

    private Exit fail(Throwable thrown, List<String> words, Interruption interruption, Group group) {
        Failure failure = Failure.of(thrown);
        if (words.contains(GlobalOptions.JSON)) {
            out.println(JSON.writeValueAsString(failure.report()));
            out.flush();
        } else {
            new Console(err, Terminal.here(), false, interruption, new Compute(null, null), group).error(failure);
        }
        if (words.contains(GlobalOptions.STACKTRACE)) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            err.println(Printable.text(trace.toString()));
        }
        return failure.exit();
    }

    private static ParseResult leaf(ParseResult parsed) {
        return parsed.hasSubcommand() ? leaf(parsed.subcommand()) : parsed;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** The version in the manifest of the packed program. */
    static final class Version implements IVersionProvider {

        static String number() {
            return Optional.ofNullable(Em.class.getPackage().getImplementationVersion())
                    .orElse("(not packed)");
        }

        @Override
        public String[] getVersion() {
            return new String[] {"em " + number()};
        }
    }
}
