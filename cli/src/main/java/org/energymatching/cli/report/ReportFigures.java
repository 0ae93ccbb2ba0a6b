package org.energymatching.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.evaluate.EquilibriumCheck;
import org.energymatching.cli.evaluate.Evaluation;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.plot.Grid;
import org.energymatching.plot.Panels;
import org.energymatching.plot.Plot;
import org.energymatching.sampling.Trajectory;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/** The figures of a run: its data and potential, its training and its quality. */
final class ReportFigures {

    static final int POINTS = 2000;
    private static final int PATHS = 200;
    private static final int CURVES = 40;
    private static final int NODES = 161;
    private static final double[] QUALITY_TIMES = {0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6, 10};
    private static final long SEED = 1;

    /** The value drawn for smaller ones, which are noise around zero and may be negative. */
    private static final double SMALLEST_DISTANCE = 1e-3;

    private final TrainedRun run;
    private final Samples data;
    private final Samples other;
    private final Samples noise;
    private final Trajectory chains;
    private final double[] times;

    private ReportFigures(TrainedRun run, Evaluation.Comparison comparison, Trajectory chains, double[] times) {
        this.run = run;
        this.data = comparison.reference();
        this.other = comparison.other();
        this.noise = run.source().sample(data.rows(), Rng.of(SEED).stream("start"));
        this.chains = chains;
        this.times = times;
    }

    /** Draws all figures of a run on rows of numbers. */
    static List<Section> of(TrainedRun run, Evaluation evaluation, double share, Console console) {
        Evaluation.Comparison comparison = Evaluation.Comparison.of(run, null, ReportBudget.of(share, POINTS), SEED);
        double chosen = run.config().sampling().time();
        double[] times = DoubleStream.concat(
                        Arrays.stream(QUALITY_TIMES).map(t -> t * Math.max(1, chosen / 2)), DoubleStream.of(chosen))
                .sorted()
                .distinct()
                .toArray();
        Trajectory chains =
                run.trajectory(comparison.rows(), SEED, run.config().sampling().step(), console, times);
        ReportFigures gallery = new ReportFigures(run, comparison, chains, times);
        List<Section> sections = new ArrayList<>();
        if (run.codec() != null) {
            TypedFigures figures = new TypedFigures(
                    run.codec().schema(),
                    run.codec().decode(gallery.data),
                    run.codec().decode(gallery.samples()),
                    gallery.time());
            sections.add(figures.columns());
            sections.addAll(figures.pairs());
        } else if (run.width() == 2) {
            sections.add(gallery.landscape());
            sections.add(gallery.trajectories(console));
        } else if (run.width() == 1) {
            sections.add(gallery.line());
        } else {
            sections.add(gallery.profiles());
            sections.add(gallery.bands());
        }
        sections.add(LossCurves.of(run));
        sections.add(gallery.energies());
        sections.add(gallery.quality(evaluation.verdict().better()));
        return sections;
    }

    private Samples samples() {
        return chains.states()
                .get(Arrays.binarySearch(times, run.config().sampling().time()));
    }

    private Section landscape() {
        Samples shown = run.inDataUnits(samples());
        Bounds x = Bounds.of(0, run.inDataUnits(data), run.inDataUnits(noise));
        Bounds y = Bounds.of(1, run.inDataUnits(data), run.inDataUnits(noise));
        Grid grid = Grid.of(
                x.low(),
                x.high(),
                y.low(),
                y.high(),
                NODES,
                NODES,
                nodes -> run.potential().energies(run.toStandardised(nodes)));
        Plot plot = Plot.titled("Landscape of V, with samples")
                .x(run.label(0))
                .y(run.label(1))
                .field(grid, "V", 0, 0.9)
                .scatter(shown.slice(0, Math.min(1000, shown.rows())), "samples at t = " + time())
                .equalAspect();
        return Section.of(
                "landscape.png",
                "The landscape of V",
                "The colour is the potential V: dark is low, where data are likely, bright is high. The dots are "
                        + "samples: chains that started in the noise, ran down this landscape and came to rest. "
                        + "They should lie in the valleys and fill them evenly.",
                plot.toPng());
    }

    private Section trajectories(Console console) {
        double[] looks = IntStream.rangeClosed(0, 40).mapToDouble(i -> i / 20.0).toArray();
        Trajectory paths =
                run.trajectory(PATHS, SEED + 1, run.config().sampling().step(), console, looks);
        Plot plot = Plot.titled("From source to data, t = 0 to 2")
                .x(run.label(0))
                .y(run.label(1))
                .scatter(run.inDataUnits(data).slice(0, Math.min(600, data.rows())), "data")
                .paths(paths.states().stream().map(run::inDataUnits).toList(), "chains")
                .equalAspect();
        return Section.of(
                "trajectories.png",
                "The way from source to data",
                "Each line is one chain. Up to t = "
                        + run.config().temperature().tauStar()
                        + " it follows the slope of V alone and runs nearly straight, as optimal transport asks; then "
                        + "noise sets in and it wanders inside the valley that it reached.",
                plot.toPng());
    }

    private Section line() {
        Bounds x = Bounds.of(0, run.inDataUnits(data), run.inDataUnits(noise));
        double[] nodes = IntStream.range(0, 400)
                .mapToDouble(i -> x.low() + (x.high() - x.low()) * i / 399)
                .toArray();
        float[] column = new float[nodes.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = (float) nodes[i];
        }
        Samples at = new Samples(column, Shape.of(column.length, 1));
        Plot potential = Plot.titled("Potential")
                .x(run.label(0))
                .y("V")
                .line(nodes, run.potential().energies(run.toStandardised(at)), "V");
        Plot density = Plot.titled("Data and samples")
                .x(run.label(0))
                .histogram(doubles(run.inDataUnits(data)), "data")
                .histogram(doubles(run.inDataUnits(samples())), "samples at t = " + time());
        return Section.of(
                "potential.png",
                "The potential and the samples",
                "Left: V over the only column; data are likely where it is low. Right: how samples and data are "
                        + "distributed; the two should cover one another.",
                Panels.grid(2, List.of(potential, density)).toPng());
    }

    private Section profiles() {
        double[] xs = IntStream.rangeClosed(1, run.width()).asDoubleStream().toArray();
        Samples real = run.inDataUnits(data).slice(0, Math.min(CURVES, data.rows()));
        Samples made = run.inDataUnits(samples()).slice(0, Math.min(CURVES, data.rows()));
        Bounds y = Bounds.over(real, made);
        Plot left = Plot.titled("Real rows")
                .x("column")
                .y("value")
                .curves(xs, real, "")
                .yRange(y.low(), y.high());
        Plot right = Plot.titled("Samples at t = " + time())
                .x("column")
                .y("value")
                .curves(xs, made, "")
                .yRange(y.low(), y.high());
        return Section.of(
                "rows.png",
                "Real rows and samples",
                "Each line is one row, its columns from left to right: " + real.rows() + " rows that training has not "
                        + "seen, and as many samples. They should look alike in level, in roughness and in their peaks.",
                Panels.grid(2, List.of(left, right)).toPng());
    }

    private Section bands() {
        double[] xs = IntStream.rangeClosed(1, run.width()).asDoubleStream().toArray();
        Samples real = run.inDataUnits(data);
        Samples made = run.inDataUnits(samples());
        Plot plot = Plot.titled("Median and 10 to 90 % of each column")
                .x("column")
                .y("value")
                .band(xs, quantiles(real, 0.1), quantiles(real, 0.9), "data")
                .band(xs, quantiles(made, 0.1), quantiles(made, 0.9), "samples")
                .line(xs, quantiles(real, 0.5), "data")
                .line(xs, quantiles(made, 0.5), "samples");
        return Section.of(
                "quantiles.png",
                "Column by column",
                "The middle of each column and the range that holds 80 % of its values, for data and for samples. The "
                        + "bands should coincide.",
                plot.toPng());
    }

    private Section energies() {
        Plot plot = Plot.titled("Energies")
                .x("V")
                .histogram(run.potential().energies(data), "data")
                .histogram(run.potential().energies(samples()), "samples at t = " + time())
                .histogram(run.potential().energies(noise), "source");
        return Section.of(
                "energies.png",
                "Energies of data, samples and source",
                "How high each lies in the landscape. Samples should lie where data lie, and the source above both.",
                plot.toPng());
    }

    /** @param near whether samples are so near to the data that their stability is of interest */
    private Section quality(boolean near) {
        double[] distances = chains.states().stream()
                .mapToDouble(state -> EnergyDistance.between(state, data))
                .toArray();
        double floor = Math.max(EnergyDistance.between(other, data), SMALLEST_DISTANCE);
        EquilibriumCheck settling = EquilibriumCheck.of(
                Arrays.stream(times).boxed().toList(),
                Arrays.stream(distances).boxed().toList(),
                EquilibriumCheck.noise(data, other));
        Plot plot = Plot.titled("Quality against sampling time")
                .x("sampling time t")
                .y("energy distance to data")
                .line(
                        times,
                        Arrays.stream(distances)
                                .map(d -> Math.max(d, SMALLEST_DISTANCE))
                                .toArray(),
                        "samples")
                .horizontalLine(floor, "data against data (at least 0.001)")
                .verticalLine(run.config().sampling().time(), "the recipe's time")
                .logX()
                .logY();
        return Section.of(
                "quality.png",
                "How long to sample",
                "The distance between samples and data as the chains run on. It falls while they are carried to the "
                        + "data; then it stays where it is if the potential's equilibrium is the data's density. "
                        + (near ? settling.text() : ""),
                plot.toPng());
    }

    private String time() {
        return Numbers.brief(run.config().sampling().time());
    }

    private static double[] doubles(Samples samples) {
        return IntStream.range(0, samples.values().length)
                .mapToDouble(i -> samples.values()[i])
                .toArray();
    }

    private static double[] quantiles(Samples samples, double share) {
        double[] quantiles = new double[samples.width()];
        double[] column = new double[samples.rows()];
        for (int j = 0; j < quantiles.length; j++) {
            for (int i = 0; i < column.length; i++) {
                column[i] = samples.values()[i * samples.width() + j];
            }
            Arrays.sort(column);
            quantiles[j] = column[(int) Math.round(share * (column.length - 1))];
        }
        return quantiles;
    }

    /** A range with a margin. */
    private record Bounds(double low, double high) {

        static Bounds of(int column, Samples... sets) {
            return around(Arrays.stream(sets)
                    .flatMapToDouble(set ->
                            IntStream.range(0, set.rows()).mapToDouble(i -> set.values()[i * set.width() + column])));
        }

        static Bounds over(Samples... sets) {
            return around(Arrays.stream(sets).flatMapToDouble(set -> Arrays.stream(doubles(set))));
        }

        private static Bounds around(DoubleStream values) {
            var summary = values.summaryStatistics();
            double margin = 0.05 * (summary.getMax() - summary.getMin()) + 1e-6;
            return new Bounds(summary.getMin() - margin, summary.getMax() + margin);
        }
    }
}
