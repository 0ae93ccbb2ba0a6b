package org.energymatching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.energymatching.cli.config.Recipe;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EmTest {

    /** What a run of the program left behind. */
    private record Ended(int code, String out, String err) {

        JsonNode json() {
            assertThat(out.strip().lines()).as("one line of JSON").hasSize(1);
            return new JsonMapper().readTree(out);
        }
    }

    /** A verb that does what a test wants. */
    @Command(name = "act", description = "Acts.")
    private record Act(Callable<Result> deed) implements Verb {
        @Override
        public Result run(Console console) throws Exception {
            console.info("on the way");
            return deed.call();
        }
    }

    @Test
    void everyVerbHasAHelpTextWithTheGlobalOptions() {
        List<CommandLine> lines = new ArrayList<>();
        collect(new CommandLine(new EmptyRoot()), lines);
        assertThat(lines).hasSizeGreaterThanOrEqualTo(6);
        for (CommandLine line : lines) {
            List<String> words = new ArrayList<>(
                    List.of(line.getCommandSpec().qualifiedName(" ").split(" ")));
            words.remove(0);
            words.add("--help");
            Ended ended = em(words.toArray(String[]::new));
            assertThat(ended.code()).isZero();
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out()).contains("Usage: em", "--json", "--quiet", "--stacktrace", "--help");
            assertThat(line.getCommandSpec().usageMessage().description())
                    .as("description of %s", words)
                    .isNotEmpty();
        }
    }

    @Test
    void withoutWordsTheHelpIsShown() {
        assertThat(em().out()).contains("Usage: em", "recipes", "config", "doctor", "completion", "Exit codes");
        assertThat(em().code()).isZero();
    }

    @Test
    void theVersionIsShown() {
        assertThat(em("--version").out()).startsWith("em ");
        assertThat(em("--version", "--json").json().has("version")).isTrue();
        assertThat(em("--help", "--json").json().path("help").asString()).contains("Usage");
    }

    @Test
    void recipesAreListed() {
        assertThat(em("recipes").out()).contains("toy2d", "demo", "table", "Expected:");
        JsonNode json = em("recipes", "--json").json();
        assertThat(json.path("recipes").size()).isEqualTo(Recipe.names().size());
        assertThat(json.path("recipes").get(1).path("name").asString()).isEqualTo("toy2d");
    }

    @Test
    void configIsShownAndExplained() {
        Ended shown = em("config", "show", "toy2d", "optimizer.learningRate=3e-4", "seed=-1");
        assertThat(shown.out()).contains("learningRate: 3e-4", "seed: -1", "name: warm-up");
        assertThat(em("--json", "config", "show", "toy2d")
                        .json()
                        .path("batchSize")
                        .asInt())
                .isEqualTo(128);
        assertThat(em("config", "explain", "phases.joint.loss.contrastive-divergence.weight")
                        .out())
                .contains("λ");
        assertThat(em("config", "explain").out()).contains("batchSize", "phases");
        JsonNode json = em("config", "explain", "phases.joint.loss.contrastive-divergence.weight", "--json")
                .json();
        assertThat(json.path("symbol").asString()).isEqualTo("λ");
        assertThat(json.path("range").asString()).isEqualTo("at least 0");
        assertThat(em("config", "explain", "phases.joint.loss.contrastive-divergence.weight", "--json")
                        .out())
                .isASCII();
    }

    @Test
    void theDoctorReports() {
        JsonNode json = em("doctor", "--json").json();
        assertThat(json.path("checks").size()).isGreaterThanOrEqualTo(8);
        assertThat(em("doctor").out()).contains("Java", "Natives", "Threads");
    }

    @Test
    void theCompletionScriptKnowsEveryVerb() {
        String script = em("completion").out();
        List<CommandLine> lines = new ArrayList<>();
        collect(new CommandLine(new EmptyRoot()), lines);
        lines.forEach(line -> assertThat(script).contains(line.getCommandName()));
        assertThat(script).contains("--json", "toy2d", "phases.NAME.loss.contrastive-divergence.weight", "bash");
    }

    @Test
    void errorsAreThreeLinesAndACode() {
        assertThat(act(() -> fail(new FailedException("A.", "B.", "C."))))
                .isEqualTo(new Ended(1, "", lines("on the way", "error: A.", "       B.", "       C.")));
        assertThat(act(() -> fail(new UsageException("A.", "B.", "C."))).code()).isEqualTo(2);
        assertThat(act(() -> fail(new DataException("A.", "B.", "C."))).code()).isEqualTo(3);
        assertThat(act(() -> fail(new InterruptedException())).code()).isEqualTo(130);
        assertThat(act(() -> new Result("saved", Map.of("step", 7), Exit.INTERRUPTED)))
                .isEqualTo(new Ended(130, lines("saved"), lines("on the way")));
    }

    @Test
    void errorsAreJsonToo() {
        Ended ended = act(() -> fail(new DataException("Ä.", "B.", "C.")), "--json");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.json().toString())
                .isEqualTo(
                        "{\"error\":{\"kind\":\"data\",\"happened\":\"Ä.\",\"expected\":\"B.\",\"remedy\":\"C.\"},\"exitCode\":3}");
        assertThat(em("nonsense", "--json").json().path("exitCode").asInt()).isEqualTo(2);
        assertThat(act(() -> fail(new IllegalStateException("x")), "--json")
                        .json()
                        .path("error")
                        .path("kind")
                        .asString())
                .isEqualTo("failed");
    }

    @Test
    void aBugIsToldWithoutItsStack() {
        Ended ended = act(() -> fail(new IllegalStateException("first\nsecond")));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .contains("IllegalStateException first.", "--stacktrace")
                .doesNotContain("\tat ", "second");
        assertThat(act(() -> fail(new OutOfMemoryError())).err()).contains("EM_JAVA_OPTS=-Xmx");
        assertThat(act(() -> fail(new UnsatisfiedLinkError("no jnitorch"))).err())
                .contains("em doctor", "no jnitorch");
        assertThat(act(() -> fail(new IllegalStateException("x")), "--stacktrace")
                        .err())
                .contains("\tat ");
    }

    @Test
    void quietSaysNothingButTheResult() {
        assertThat(act(() -> Result.done("done", Map.of()), "--quiet")).isEqualTo(new Ended(0, lines("done"), ""));
        assertThat(act(() -> Result.done("done", Map.of())))
                .isEqualTo(new Ended(0, lines("done"), lines("on the way")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"recipe", "recipes --jsn", "config", "config shw", "config show", "recipes extra", "--nonsense"})
    void wrongUsageIsExplained(String words) {
        Ended ended = em(words.split(" "));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).hasSize(3);
        assertThat(ended.err()).startsWith("error: ").contains("em");
    }

    @Test
    void aMistypedVerbOrOptionNamesTheNearest() {
        assertThat(em("recipe").err()).contains("Did you mean", "recipes");
        assertThat(em("recipes", "--jsn").err()).contains("--json");
        assertThat(em("config", "show", "toy2d", "optimiser.learningRate=3").err())
                .contains("'optimizer.learningRate'");
    }

    @Test
    void threadsAreAtLeastOne() {
        assertThat(em("recipes", "--threads", "0").code()).isEqualTo(2);
        assertThat(em("recipes", "--threads", "0").err()).contains("--threads 1");
        assertThat(em("recipes", "--threads", "many").code()).isEqualTo(2);
    }

    private static Result fail(Throwable thrown) throws Exception {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (Exception) thrown;
    }

    private static Ended em(String... args) {
        return run(Em.verbs(), args);
    }

    private static Ended act(Callable<Result> deed, String... options) {
        List<String> words = new ArrayList<>(List.of("act"));
        words.addAll(List.of(options));
        return run(List.of(new Act(deed)), words.toArray(String[]::new));
    }

    private static Ended run(List<Object> verbs, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Em.run(
                verbs,
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static void collect(CommandLine root, List<CommandLine> lines) {
        if (root.getCommand() instanceof EmptyRoot) {
            Em.verbs().forEach(root::addSubcommand);
        }
        root.getSubcommands().values().forEach(line -> {
            lines.add(line);
            collect(line, lines);
        });
    }

    @Command(name = "em")
    private static final class EmptyRoot {}
}
