package org.energymatching.cli.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.output.TextTable;
import org.energymatching.cli.output.Verdict;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.metric.EnergyClassification;
import org.energymatching.metric.KernelDistance;
import org.energymatching.metric.OutOfDistribution;
import org.energymatching.sampling.Trajectory;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * The evaluation of a run on images: distances of samples from data, and out-of-distribution detection by the energy.
 *
 * @param features the features that images are compared by
 * @param rows the number of images on either side
 * @param against the measures against held-out data, and against training data
 * @param foreign how well the energy separates foreign images from the first reference
 * @param verdict on the samples at the recipe's time, against images of independent normal pixels
 * @param classified the accuracy of classification by the lowest energy
 */
record ImageEvaluation(
        String features,
        int rows,
        List<Against> against,
        List<Foreign> foreign,
        Verdict verdict,
        List<EnergyClassification> classified)
        implements Evaluation {

    private static final double REPEATABILITY = 0.05;

    private static final String LEARNT = "training data";

    /**
     * Measures against one reference.
     *
     * @param reference its kind
     * @param times the measures of the samples
     * @param data the measures of the other reference: the values of a perfect model
     */
    record Against(String reference, List<AtTime> times, ImageMeasures data) {}

    /** The measures of samples at a time. */
    record AtTime(double time, ImageMeasures measures) {}

    /**
     * How well energies separate out-of-distribution images from data.
     *
     * @param name of the images
     * @param rows their number
     * @param conversion of the images, if any
     * @param auroc the area under the ROC curve of the energy
     */
    record Foreign(String name, int rows, String conversion, double auroc) {}

    static ImageEvaluation of(TrainedRun run, EvaluationPlan plan, Console console) {
        Shape shape = run.checkpoint().architecture().inputShape();
        Rng rng = Rng.of(plan.seed()).stream("evaluation");
        try (FeatureChoice choice = FeatureChoice.of(plan.features(), shape)) {
            Comparison comparison = Comparison.of(run, plan.data(), plan.rows(), plan.seed());
            List<OutOfDistributionPictures> foreign =
                    new ArrayList<>(OutOfDistributionPictures.builtIn(comparison.reference(), rng.stream("noise")));
            plan.foreign()
                    .forEach(path -> foreign.add(OutOfDistributionPictures.read(
                            path, run.config().data(), shape, comparison.rows(), rng.stream("foreign"))));
            Trajectory chains = run.trajectory(comparison.rows(), plan.seed(), plan.step(), console, plan.looks());
            console.info("Comparing by " + choice.description() + " …");
            Samples reference = choice.of(comparison.reference());
            Samples learnt = choice.of(comparison.other());
            List<Samples> states = chains.states().stream().map(choice::of).toList();
            Rng subsets = rng.stream("subsets");
            int judged =
                    TableEvaluation.judged(plan.times(), run.config().sampling().time());
            Samples simple = choice.of(normal(comparison.other(), rng.stream("normal")));
            Verdict verdict = Verdict.byLess(
                    "Samples at t = " + Numbers.brief(plan.times().get(judged)),
                    "pictures of independent pixels with the data's means and deviations",
                    "kernel distance, the mean of parts,",
                    parts(states.get(judged), reference, rng.stream("parts")),
                    parts(simple, reference, rng.stream("parts")));
            return new ImageEvaluation(
                    choice.description(),
                    comparison.rows(),
                    Stream.of(
                                    against(comparison.what(), reference, plan.times(), states, learnt, subsets),
                                    against(LEARNT, learnt, plan.times(), states, reference, subsets))
                            // If nothing is held out, both are the same.
                            .limit(comparison.what().startsWith(LEARNT) ? 1 : 2)
                            .toList(),
                    separated(run, comparison.reference(), foreign, console),
                    verdict,
                    comparison.classified(run));
        }
    }

    /** As many images of normal pixels with the mean and the deviation of each pixel in these, within [-1, 1]. */
    private static Samples normal(Samples pictures, Rng rng) {
        int width = pictures.width();
        int rows = pictures.rows();
        double[] mean = new double[width];
        double[] square = new double[width];
        for (int at = 0; at < pictures.values().length; at++) {
            mean[at % width] += (double) pictures.values()[at] / rows;
        }
        for (int at = 0; at < pictures.values().length; at++) {
            double off = pictures.values()[at] - mean[at % width];
            square[at % width] += off * off / rows;
        }
        float[] values = new float[pictures.values().length];
        for (int row = 0; row < rows; row++) {
            Rng own = rng.at(row);
            for (int j = 0; j < width; j++) {
                values[row * width + j] = (float) (mean[j] + Math.sqrt(square[j]) * own.nextGaussian());
            }
        }
        return new Samples(values, pictures.shape()).clamped(-1, 1);
    }

    /** The kernel distance, which is unbiased, of each part of the images from the same part of the reference. */
    private static double[] parts(Samples features, Samples reference, Rng rng) {
        return Verdict.parts(
                features,
                reference,
                (part, own, other) -> KernelDistance.between(own, other, 1, own.rows(), rng.at(part))
                        .mean());
    }

    private static Against against(
            String name, Samples reference, List<Double> times, List<Samples> states, Samples data, Rng rng) {
        List<AtTime> measured = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            measured.add(new AtTime(times.get(i), ImageMeasures.of(reference, states.get(i), rng)));
        }
        return new Against(name, measured, ImageMeasures.of(reference, data, rng));
    }

    private static List<Foreign> separated(
            TrainedRun run, Samples reference, List<OutOfDistributionPictures> foreign, Console console) {
        console.info("Measuring the energies of foreign pictures …");
        double[] inside = run.energies(reference);
        return foreign.stream()
                .map(set -> new Foreign(
                        set.name(),
                        set.pictures().rows(),
                        set.conversion(),
                        OutOfDistribution.auroc(inside, run.energies(set.pictures()))))
                .toList();
    }

    /** Whether samples remain at the data, by the Fréchet distance to the first set, which is repeatable to a twentieth. */
    private EquilibriumCheck settling() {
        List<AtTime> times = against.get(0).times();
        List<Double> distances =
                times.stream().map(at -> at.measures().frechetDistance()).toList();
        double least = distances.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        return EquilibriumCheck.of(times.stream().map(AtTime::time).toList(), distances, REPEATABILITY * least);
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(verdict.text()).append(System.lineSeparator());
        text.append(Numbers.format(
                "Pictures are compared as bytes, samples by truncation of 127.5 x + 128, by their features: %s.%n",
                features));
        for (Against one : against) {
            List<List<String>> table = new ArrayList<>();
            table.add(List.of("", "Fréchet distance", "kernel distance", "precision", "recall"));
            one.times().forEach(at -> table.add(row("samples, t = " + Numbers.brief(at.time()), at.measures())));
            table.add(row("data", one.data()));
            text.append(Numbers.format("%nAgainst %,d pictures of %s:%n", rows, one.reference()))
                    .append(TextTable.of(table));
        }
        String settling = settling().text();
        if (verdict.better() && !settling.isEmpty()) {
            text.append(Numbers.format("%n%s%n%n", settling));
        }
        text.append(Numbers.format(
                """
                The data lines compare the two sets of data with each other: what a perfect model reaches.
                Samples much nearer to the training data than that line are copies. Kernel distances are mean and
                deviation over %d subsets of %,d pictures; precision and recall go by %d neighbours.

                Pictures told from %s by their energy, as AUROC: 1 is always, 0.5 is chance.""",
                ImageMeasures.SUBSETS,
                ImageMeasures.subsetRows(rows),
                ImageMeasures.neighbours(rows),
                against.get(0).reference()));
        foreign.forEach(set -> text.append(Numbers.format(
                "%n%8.4f  %s: %,d pictures%s",
                set.auroc(), set.name(), set.rows(), set.conversion().isEmpty() ? "" : ", " + set.conversion())));
        return text.append(classification()).toString();
    }

    private static List<String> row(String name, ImageMeasures measures) {
        return List.of(
                name,
                Numbers.format("%.4f", measures.frechetDistance()),
                Numbers.format("%.5f ± %.5f", measures.kernelDistance(), measures.kernelDeviation()),
                Numbers.format("%.3f", measures.precision()),
                Numbers.format("%.3f", measures.recall()));
    }
}
