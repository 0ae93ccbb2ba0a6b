package org.energymatching.cli.output;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.data.file.Numbers;

/**
 * The comparison with a baseline: better, worse, or level.
 *
 * @param subject the compared thing, as the start of a sentence, in the plural
 * @param baseline the thing that it is compared with
 * @param measure the name of the measure
 * @param own the value of the subject
 * @param other the value of the baseline
 * @param gain the gain of the subject, repeat by repeat
 */
public record Verdict(String subject, String baseline, String measure, Repeats own, Repeats other, Repeats gain) {

    private static final int PARTS = 5;

    /** The outcome: a difference of two standard errors or less is none. */
    enum Grade {
        BETTER,
        LEVEL,
        WORSE
    }

    /**
     * A mean over repeats, and its standard error.
     *
     * @param mean of them
     * @param error s/√n; NaN for a single one
     */
    public record Repeats(double mean, double error) {

        public static Repeats of(double[] repeats) {
            double mean = Arrays.stream(repeats).average().orElse(Double.NaN);
            double squares =
                    Arrays.stream(repeats).map(x -> (x - mean) * (x - mean)).sum();
            return new Repeats(mean, Math.sqrt(squares / (repeats.length - 1.0) / repeats.length));
        }

        public String text() {
            return Double.isNaN(error) ? Numbers.brief(mean) : Numbers.withError(mean, error);
        }
    }

    /** A measure of one part of two sets of rows. */
    @FunctionalInterface
    public interface OfPart {
        double of(int part, Samples one, Samples other);
    }

    /** A measure of each of five disjoint parts of two sets of rows, at the same indices; of fewer parts if there are few rows. */
    public static double[] parts(Samples one, Samples other, OfPart measure) {
        int rows = Math.min(one.rows(), other.rows());
        int parts = Math.min(PARTS, rows / 2);
        int size = rows / Math.max(1, parts);
        return IntStream.range(0, parts)
                .mapToDouble(
                        i -> measure.of(i, one.slice(i * size, (i + 1) * size), other.slice(i * size, (i + 1) * size)))
                .toArray();
    }

    /** The verdict by a measure for which lower is better, from paired repeats of both. */
    public static Verdict byLess(String subject, String baseline, String measure, double[] own, double[] other) {
        return of(subject, baseline, measure, own, other, -1);
    }

    /** The same by a measure for which higher is better. */
    public static Verdict byMore(String subject, String baseline, String measure, double[] own, double[] other) {
        return of(subject, baseline, measure, own, other, 1);
    }

    private static Verdict of(String subject, String baseline, String measure, double[] own, double[] other, int sign) {
        double[] gain = new double[own.length];
        Arrays.setAll(gain, i -> sign * (own[i] - other[i]));
        return new Verdict(subject, baseline, measure, Repeats.of(own), Repeats.of(other), Repeats.of(gain));
    }

    /** The same, of a measure for which lower is better, with its values on all rows; the errors are those of the parts. */
    public Verdict around(double own, double other) {
        return new Verdict(
                subject,
                baseline,
                measure,
                new Repeats(own, this.own.error()),
                new Repeats(other, this.other.error()),
                new Repeats(other - own, gain.error()));
    }

    public boolean better() {
        return grade() == Grade.BETTER;
    }

    Grade grade() {
        if (!(Math.abs(gain.mean()) > 2 * gain.error())) {
            return Grade.LEVEL; // also for a single repeat, which has no error
        }
        return gain.mean() > 0 ? Grade.BETTER : Grade.WORSE;
    }

    /** In a sentence. */
    public String text() {
        String judged = switch (grade()) {
            case BETTER -> "are better than ";
            case WORSE -> "are worse than ";
            case LEVEL -> Double.isNaN(gain.error()) ? "are too few to be judged against " : "are level with ";
        };
        return subject + " " + judged + baseline + ": " + measure + " " + own.text() + " against " + other.text()
                + (Double.isNaN(gain.error()) ? "" : ", a difference of " + gain.text()) + ".";
    }
}
