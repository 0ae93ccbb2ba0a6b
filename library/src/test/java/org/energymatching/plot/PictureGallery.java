package org.energymatching.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.energymatching.Samples;
import org.energymatching.metric.LetterFrequencies;

/** Every kind of chart with made-up data; run it with a directory to look at them. */
final class PictureGallery {

    private final Random random = new Random(7);

    private PictureGallery() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        plots().forEach((name, plot) -> {
            plot.save(directory.resolve(name + ".png"));
            plot.save(directory.resolve(name + ".svg"));
        });
        panels().forEach((name, panels) -> {
            panels.save(directory.resolve(name + ".png"));
            panels.save(directory.resolve(name + ".svg"));
        });
        images().forEach((name, images) -> {
            images.save(directory.resolve(name + ".png"));
            images.save(directory.resolve(name + ".svg"));
        });
        animations().forEach((name, animation) -> {
            animation.save(directory.resolve(name + ".gif"));
            animation.save(directory.resolve(name + ".apng"));
        });
    }

    static Map<String, ImageGrid> images() {
        Map<String, ImageGrid> images = new LinkedHashMap<>();
        images.put("images-grey", ImageGrid.of(Images.discs(1, 40, 1, 28, 0)));
        images.put("images-colour", ImageGrid.of(Images.discs(2, 36, 3, 64, 0)).title("Samples at t = 2"));
        images.put(
                "images-strip",
                ImageGrid.rows(List.of(
                                Images.discs(3, 10, 3, 32, 0),
                                Images.discs(3, 10, 3, 32, 0.1),
                                Images.discs(4, 10, 3, 32, 0.3)))
                        .title("What the contrastive loss compares")
                        .rowLabels(List.of("data", "positive", "negative")));
        Samples diverged = Images.discs(5, 4, 1, 28, 0);
        Arrays.fill(diverged.values(), 28 * 28, 2 * 28 * 28, Float.NaN);
        images.put(
                "images-chains",
                ImageGrid.columns(List.of(Images.discs(5, 4, 1, 28, 1), Images.discs(5, 4, 1, 28, 0.5), diverged))
                        .title("Four chains")
                        .columnLabels(List.of("t = 0", "t = 0.5", "t = 1"))
                        .caption("One of them diverged."));
        return images;
    }

    static Map<String, Animation> animations() {
        Map<String, Animation> animations = new LinkedHashMap<>();
        for (int channels : new int[] {1, 3}) {
            List<ImageGrid> frames = new ArrayList<>();
            for (int i = 0; i <= 20; i++) {
                ImageGrid grid = ImageGrid.of(Images.discs(6, 16, channels, 28, 1 - i / 20.0));
                frames.add(grid.title("From noise to samples").caption("t = " + i / 20.0));
            }
            animations.put(channels == 1 ? "animation-grey" : "animation-colour", Animation.of(frames));
        }
        return animations;
    }

    static Map<String, Plot> plots() {
        PictureGallery gallery = new PictureGallery();
        Map<String, Plot> plots = new LinkedHashMap<>();
        plots.put("landscape", gallery.landscape());
        plots.put("trajectories", gallery.trajectories());
        plots.put("trajectories-on-field", gallery.trajectoriesOnField());
        plots.put("losses", gallery.losses());
        plots.put("losses-log", gallery.losses().logX().logY().y("loss"));
        plots.put("energies", gallery.energies());
        plots.put("energies-apart", gallery.energiesApart());
        plots.put("distances", gallery.distances());
        plots.put("logo-protein", logo("ARNDCQEGHILKMFPSTWYV", 28));
        plots.put("logo-letters", logo("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 26));
        plots.put("logo-dna", logo("ACGT", 12));
        plots.put("logo-other", logo("01+", 9));
        plots.put("empty", Plot.titled("Nothing at all").x("x").y("y"));
        plots.put("awkward", gallery.awkward());
        plots.put("constant", gallery.constant());
        return plots;
    }

    static Map<String, Panels> panels() {
        PictureGallery gallery = new PictureGallery();
        Map<String, Panels> panels = new LinkedHashMap<>();
        panels.put("profiles", gallery.profiles());
        panels.put("landscapes", gallery.landscapes());
        panels.put("mixed", Panels.grid(2, List.of(gallery.losses(), gallery.energies(), gallery.distances())));
        return panels;
    }

    private double[] well(int index) {
        double angle = index * Math.PI / 4;
        return new double[] {5 * Math.cos(angle), 5 * Math.sin(angle)};
    }

    private Grid grid() {
        return Grid.of(-8, 8, -8, 8, 121, 121, points -> {
            double[] values = new double[points.rows()];
            for (int i = 0; i < values.length; i++) {
                float[] row = points.row(i);
                double sum = 1e-3;
                for (int k = 0; k < 8; k++) {
                    double dx = row[0] - well(k)[0];
                    double dy = row[1] - well(k)[1];
                    sum += Math.exp(-(dx * dx + dy * dy) / 1.6);
                }
                double r = row[0] * row[0] + row[1] * row[1];
                values[i] = -Math.log(sum) + 0.002 * r * r / 10;
            }
            return values;
        });
    }

    private Samples ring(int count) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            double[] centre = well(random.nextInt(8));
            rows[i] = new float[] {
                (float) (centre[0] + 0.6 * random.nextGaussian()), (float) (centre[1] + 0.6 * random.nextGaussian())
            };
        }
        return Samples.of(rows);
    }

    private Samples moons(int count) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            double angle = Math.PI * random.nextDouble();
            boolean upper = random.nextBoolean();
            double x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
            double y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
            rows[i] = new float[] {
                (float) (3 * x - 1.5 + 0.15 * random.nextGaussian()),
                (float) (3 * y - 0.7 + 0.15 * random.nextGaussian())
            };
        }
        return Samples.of(rows);
    }

    private List<Samples> flights(int count) {
        Samples from = ring(count);
        Samples to = moons(count);
        List<Samples> times = new ArrayList<>();
        for (int step = 0; step <= 50; step++) {
            float t = step / 50f;
            float[][] rows = new float[count][];
            for (int i = 0; i < count; i++) {
                double noise = 0.06 * Math.sqrt(t * (1 - t));
                float bend = t * (1 - t);
                float[] a = from.row(i);
                float[] b = to.row(i);
                rows[i] = new float[] {
                    (float) ((1 - t) * a[0] + t * b[0] + bend * 0.6 * a[1] + noise * random.nextGaussian()),
                    (float) ((1 - t) * a[1] + t * b[1] - bend * 0.6 * a[0] + noise * random.nextGaussian())
                };
            }
            times.add(Samples.of(rows));
        }
        return times;
    }

    private Plot landscape() {
        return Plot.titled("The learned potential")
                .x("x_{1}")
                .y("x_{2}")
                .field(grid(), "V(x)", 0, 0.95)
                .scatter(ring(1000), "1,000 samples")
                .equalAspect();
    }

    private Plot trajectories() {
        return Plot.titled("From eight Gaussians to two moons")
                .x("x_{1}")
                .y("x_{2}")
                .paths(flights(250), "trajectories")
                .equalAspect();
    }

    private Plot trajectoriesOnField() {
        return Plot.titled("Trajectories over the potential")
                .field(grid(), "")
                .paths(flights(120), "trajectories")
                .verticalLine(0, "symmetry");
    }

    private Plot losses() {
        double[] steps = new double[20_000];
        double[] flow = new double[steps.length];
        double[] contrast = new double[steps.length];
        double[] smooth = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = i + 1;
            smooth[i] = 0.6 + 20 / (1 + i / 40.0);
            flow[i] = smooth[i] * Math.exp(0.2 * random.nextGaussian());
            contrast[i] = 0.05 + 3 * Math.exp(-i / 3000.0) * Math.exp(0.3 * random.nextGaussian());
        }
        return Plot.titled("Training losses")
                .x("step")
                .y("loss")
                .trend(steps, flow, "flow matching")
                .trend(steps, contrast, "contrastive divergence")
                .logY();
    }

    private double[] normal(int count, double mean, double deviation) {
        return random.doubles(count)
                .map(u -> mean + deviation * random.nextGaussian())
                .toArray();
    }

    private Plot energies() {
        double[] noise = normal(2000, 3, 1.2);
        noise[0] = 1e5;
        noise[1] = Double.NaN;
        return Plot.titled("Energies of data, samples and noise")
                .x("V(x)")
                .histogram(normal(2000, -2, 0.5), "data")
                .histogram(normal(1000, -1.8, 0.6), "samples")
                .histogram(noise, "noise");
    }

    private Plot energiesApart() {
        Map<String, double[]> sets = new LinkedHashMap<>();
        sets.put("data", normal(2000, -1203, 6));
        sets.put("samples", normal(2000, -1200, 7));
        sets.put("foreign images", normal(2000, -1050, 60));
        sets.put("noise", normal(2000, 41_300, 2100));
        return Plot.energies("data", sets);
    }

    private Plot distances() {
        double[] times = new double[21];
        double[] distance = new double[21];
        double[] low = new double[21];
        double[] high = new double[21];
        for (int i = 0; i < times.length; i++) {
            times[i] = i * 0.1;
            distance[i] = 1.4 * Math.exp(-3 * times[i]) + 0.02;
            low[i] = distance[i] * 0.85;
            high[i] = distance[i] * 1.15;
        }
        return Plot.titled("Distance to the data against sampling time")
                .x("sampling time t")
                .y("energy distance")
                .band(times, low, high, "samples")
                .line(times, distance, "samples")
                .horizontalLine(0.018, "data against data")
                .verticalLine(1, "t = 1");
    }

    private Plot awkward() {
        double[] xs = {1e-9, 2e-9, 3e-9, Double.NaN, 5e-9, 6e-9, 7e-9};
        double[] ys = {3e12, Double.NaN, 4e12, 1, 2e12, Double.POSITIVE_INFINITY, 6e12};
        return Plot.titled("A title so long that it can only stand on two lines, with <angle brackets> & an ampersand")
                .x("a long label of the abscissa with its unit in brackets [kWh per half-hour and household]")
                .y(
                        "a long label of the ordinate that is longer than the axis is high, so that it must be cut somewhere")
                .line(xs, ys, "broken by gaps")
                .line(new double[] {4e-9}, new double[] {4e12}, "one point")
                .scatter(
                        Samples.of(new float[0][]),
                        "an entry of the legend whose text is far too long for one row of it")
                .horizontalLine(1e12, "dotted");
    }

    private Plot constant() {
        return Plot.titled("A constant of a million and three quarters")
                .line(new double[] {1, 2, 3}, new double[] {1000000.75, 1000000.75, 1000000.75}, "");
    }

    private Samples days(int count) {
        float[][] rows = new float[count][48];
        for (float[] row : rows) {
            double scale = Math.exp(0.3 * random.nextGaussian());
            double shift = random.nextGaussian();
            for (int i = 0; i < 48; i++) {
                double evening = Math.exp(-Math.pow((i - 38 - shift) / 4, 2));
                double morning = 0.6 * Math.exp(-Math.pow((i - 15 - shift) / 3, 2));
                row[i] = (float) (scale * (0.15 + evening + morning) + 0.04 * Math.abs(random.nextGaussian()));
            }
        }
        return Samples.of(rows);
    }

    private Panels profiles() {
        double[] hours = new double[48];
        for (int i = 0; i < 48; i++) {
            hours[i] = i / 2.0;
        }
        List<Plot> plots = new ArrayList<>();
        Plot quantiles = Plot.titled("Mean and 10–90 % band").x("hour").y("load [kW]");
        for (String name : List.of("real", "sampled")) {
            Samples days = days(30);
            plots.add(Plot.titled("Thirty " + name + " days")
                    .x("hour")
                    .y("load [kW]")
                    .yRange(0, 2.5)
                    .curves(hours, days, ""));
            double[] low = new double[48];
            double[] mean = new double[48];
            double[] high = new double[48];
            for (int i = 0; i < 48; i++) {
                double[] column = new double[30];
                for (int day = 0; day < 30; day++) {
                    column[day] = days.row(day)[i];
                    mean[i] += column[day] / 30;
                }
                Quantiles sorted = Quantiles.of(column, Scale.LINEAR);
                low[i] = sorted.at(0.1);
                high[i] = sorted.at(0.9);
            }
            quantiles = quantiles.band(hours, low, high, name).line(hours, mean, name);
        }
        plots.add(quantiles.yRange(0, 2.5));
        return Panels.grid(3, plots);
    }

    private Panels landscapes() {
        return Panels.grid(2, List.of(landscape(), trajectories(), trajectories(), landscape()));
    }

    /** At each position the next letter of the alphabet is the usual one, further on the less so. */
    private static Plot logo(String letters, int length) {
        Random random = new Random(3);
        List<String> sequences = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            StringBuilder sequence = new StringBuilder();
            for (int j = 0; j < length; j++) {
                boolean usual = random.nextDouble() > 0.6 * j / length;
                sequence.append(letters.charAt((usual ? j : random.nextInt(letters.length())) % letters.length()));
            }
            sequences.add(sequence.toString());
        }
        return Plot.titled("Letters of " + letters)
                .x("position")
                .y("information [bit]")
                .logo(LetterFrequencies.of(sequences, letters));
    }
}
