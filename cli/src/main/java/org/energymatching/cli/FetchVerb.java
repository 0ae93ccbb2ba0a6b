package org.energymatching.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.energymatching.cli.schema.Nearest;
import org.energymatching.data.fetch.Download;
import org.energymatching.data.fetch.PublicImageSet;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em fetch}: downloads a well-known set of images, the one verb that uses the network. */
@Command(
        name = "fetch",
        description = {
            "Fetch a well-known set of images to learn from, and check it by SHA-256.",
            "The same command again goes on where it was cut off, and fetches nothing that is there already."
        })
final class FetchVerb implements Verb {

    private static final List<String> NAMES =
            Arrays.stream(PublicImageSet.values()).map(PublicImageSet::id).toList();

    private final UnaryOperator<Download> source;

    @Parameters(
            paramLabel = "SET",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String set = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Where sets are kept, each in a directory of its own; ${DEFAULT-VALUE} if not given.")
    private Path out = Path.of("data");

    @Option(
            names = "--from",
            paramLabel = "URL",
            description = "A mirror: where the files lie under their own names. They are checked all the same.")
    private @Nullable URI mirror;

    FetchVerb() {
        this(UnaryOperator.identity());
    }

    /** With other files in place of those that the library knows. */
    FetchVerb(UnaryOperator<Download> source) {
        this.source = source;
    }

    @Option(
            names = "--labels",
            description = "Also fetch the labels, for data.condition=[label]; CIFAR-10's are among the images.")
    boolean labels;

    @Override
    public Result run(Console console) {
        PublicImageSet wanted = wanted();
        Path training;
        Path test;
        try (Progress progress = console.progress("training", 0)) {
            training = wanted.training(out, this::located, progress.reports("bytes"));
        }
        try (Progress progress = console.progress("test", 0)) {
            test = wanted.test(out, this::located, progress.reports("bytes"));
        }
        List<Path> beside = List.of();
        if (labels) {
            try (Progress progress = console.progress("labels", 0)) {
                beside = wanted.labels(out, this::located, progress.reports("bytes"));
            }
        }
        String next = System.getProperty("em.command", "em") + next(wanted, training);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("set", wanted.id());
        json.put("training", training.toString());
        json.put("test", test.toString());
        json.put("labels", beside.stream().map(Path::toString).toList());
        json.put("next", next);
        String text = """
                Training images: %s
                Test images:     %s

                Try next:
                  %s
                """;
        return Result.done(text.formatted(training, test, next), json);
    }

    private PublicImageSet wanted() {
        if (!NAMES.contains(set)) {
            throw new UsageException(
                    "There is no set of images '" + set + "' to be fetched.",
                    "One of " + String.join(", ", NAMES) + " was expected.",
                    Nearest.word(set, NAMES)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Pictures of your own need no fetching: 'em train celeba --data FOLDER'."));
        }
        return PublicImageSet.named(set);
    }

    private Download located(Download file) {
        Download chosen = source.apply(file);
        return mirror == null ? chosen : chosen.at(mirror);
    }

    /** The recipe for a few cores, with a run directory for each set. */
    private static String next(PublicImageSet set, Path training) {
        String name = set == PublicImageSet.MNIST ? "" : " name=" + set.id() + "-small";
        return " train mnist-small --data " + training + name;
    }

    /** The sets for shell completion. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return NAMES.iterator();
        }
    }
}
