package org.energymatching.cli;

import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code em completion}: the script with which bash and zsh complete verbs, options, recipes and keys. */
@Command(name = "completion", description = "Print a completion script for bash and zsh: source <(em completion)")
final class CompletionVerb implements Verb {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Result run(Console console) {
        String script = AutoComplete.bash("em", spec.root().commandLine());
        return Result.done(script, Map.of("script", script));
    }
}
