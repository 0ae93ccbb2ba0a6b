package org.energymatching.benchmarks;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.energymatching.error.EnergyMatchingException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Workers;

/**
 * Sets the ways to compute a network for pictures side by side: a step of training, a Langevin step, and the memory that a
 * step of training takes. One step lasts about a second, so rounds are counted, not seconds, and everything runs on one
 * thread.
 */
public final class ImageSteps {

    private static final double AGREEMENT = 1e-4;

    private int rows = 8;
    private int rounds = 15;
    private String memory = "";
    private int shardRows = PeakMemory.ROWS;

    private ImageSteps() {}

    /** Runs {@code [--rows 8] [--rounds 15]}, or measures one way's memory with {@code --memory WAY [--shard 32]}. */
    public static void main(String[] args) {
        ImageSteps steps = new ImageSteps();
        try {
            steps.read(args);
            if (steps.memory.isEmpty()) {
                steps.report();
            } else {
                System.out.println(PeakMemory.here(way(steps.memory), steps.shardRows));
            }
        } catch (EnergyMatchingException refused) {
            System.err.printf(
                    "error: %s%n       %s%n       %s%n", refused.happened(), refused.expected(), refused.remedy());
            System.exit(1);
        }
    }

    private void read(String[] args) {
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--rows" -> rows = positive(args[i], value);
                case "--rounds" -> rounds = positive(args[i], value);
                case "--shard" -> shardRows = positive(args[i], value);
                case "--memory" -> memory = value;
                default ->
                    throw new UsageException(
                            "There is no option '" + args[i] + "'.",
                            "The options are --rows, --rounds, --memory and --shard, each followed by a value.",
                            "Run for example 'benchmarks/run images --rows 8 --rounds 15'.");
            }
        }
    }

    static int positive(String option, String value) {
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new UsageException(
                    "The option " + option + " was given '" + value + "'.",
                    "It takes a whole number from 1 to 999999.",
                    "Give a number such as 8.");
        }
        return Integer.parseInt(value);
    }

    private static Way way(String label) {
        return Arrays.stream(Way.values())
                .filter(way -> way.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "There is no way to compute called '" + label + "'.",
                        "The ways are "
                                + Arrays.stream(Way.values()).map(Way::label).collect(Collectors.joining(", ")) + ".",
                        "Choose one of them."));
    }

    private void report() {
        Surroundings.lines().forEach(System.out::println);
        try (ImageWork work = new ImageWork(rows)) {
            say(
                    "3x32x32 pictures, %,d parameters, %d rows, one thread, medians of %d rounds%n",
                    work.size(), rows, rounds);
            Workers.common().runSequentially(() -> {
                train(work);
                drift(work);
            });
        }
        say(
                "wall is time on the clock, CPU what the computing thread itself computed: a busy neighbour lengthens the former.");
        say("'times as fast' is the median over rounds of plain's time divided by this one's.%n");
        memory();
    }

    private void train(ImageWork work) {
        List<Way> ways = List.of(Way.PLAIN, Way.STANDARD, Way.RECOMPUTING);
        ImageWork.Step[] steps = new ImageWork.Step[ways.size()];
        List<Runnable> turns = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            int which = i;
            turns.add(() -> steps[which] = work.train(ways.get(which).execution(), rows));
        }
        Rounds times = Rounds.of(turns, rounds);
        table(
                "training step",
                ways,
                times,
                "loss, length of its gradient",
                i -> String.format(Locale.ROOT, "%.8g, %.6g", steps[i].loss(), steps[i].gradientNorm()));
        for (int i = 1; i < steps.length; i++) {
            double difference = Math.abs(steps[i].loss() / steps[0].loss() - 1);
            if (!(difference <= AGREEMENT)) {
                throw new FailedException(
                        "The loss of the way '" + ways.get(i).label() + "' differs from plain's by " + difference
                                + " relatively.",
                        "All ways compute the same loss to within " + AGREEMENT + ".",
                        "Do not trust the times; find which layer differs.");
            }
        }
    }

    private void drift(ImageWork work) {
        List<Way> ways = List.of(Way.PLAIN, Way.STANDARD, Way.NARROW);
        float[][] drifts = new float[ways.size()][];
        List<Runnable> turns = new ArrayList<>();
        for (int i = 0; i < drifts.length; i++) {
            int which = i;
            turns.add(() -> drifts[which] = work.drift(ways.get(which).execution()));
        }
        Rounds times = Rounds.of(turns, rounds);
        table(
                "Langevin step",
                ways,
                times,
                "relative difference of the drift",
                i -> String.format(Locale.ROOT, "%.2g", difference(drifts[i], drifts[0])));
    }

    private static void memory() {
        if (!PeakMemory.known()) {
            say("Peak memory is measured on Linux only.");
            return;
        }
        say("peak memory of a training step of %d rows, MiB beyond that of one row", PeakMemory.ROWS);
        for (Way way : List.of(Way.PLAIN, Way.STANDARD, Way.RECOMPUTING)) {
            say("%-14s %10.0f at once", way.label(), PeakMemory.elsewhere(way, PeakMemory.ROWS));
            if (way != Way.PLAIN) {
                say("%-14s %10.0f in shards of 8 rows", way.label(), PeakMemory.elsewhere(way, 8));
            }
        }
    }

    private static void table(String title, List<Way> ways, Rounds times, String last, IntFunction<String> remark) {
        say("%-14s %10s %10s %23s   %s", title, "wall ms", "CPU ms", "times as fast: wall CPU", last);
        for (int i = 0; i < ways.size(); i++) {
            say(
                    "%-14s %10.1f %10.1f %18.2f %4.2f   %s",
                    ways.get(i).label(),
                    Rounds.median(times.wall()[i]),
                    Rounds.median(times.cpu()[i]),
                    Rounds.ratio(times.wall(), i),
                    Rounds.ratio(times.cpu(), i),
                    remark.apply(i));
        }
        say("");
    }

    /** ‖a - b‖ / ‖b‖. */
    private static double difference(float[] a, float[] b) {
        double apart = 0;
        double length = 0;
        for (int i = 0; i < a.length; i++) {
            apart += (a[i] - b[i]) * (double) (a[i] - b[i]);
            length += b[i] * (double) b[i];
        }
        return Math.sqrt(apart / length);
    }

    @FormatMethod
    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
