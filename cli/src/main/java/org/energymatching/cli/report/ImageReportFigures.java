package org.energymatching.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.evaluate.OutOfDistributionPictures;
import org.energymatching.cli.loss.ContrastiveDivergenceConfig;
import org.energymatching.cli.network.ImageNetworkConfig;
import org.energymatching.cli.network.Precision;
import org.energymatching.cli.output.ImageFile;
import org.energymatching.cli.output.Picture;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.run.DataSource;
import org.energymatching.cli.run.NetworkChoice;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Dataset;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.image.ImageData;
import org.energymatching.data.image.ImageSet;
import org.energymatching.error.DataException;
import org.energymatching.objective.LangevinNegatives;
import org.energymatching.plot.ImageGrid;
import org.energymatching.plot.Plot;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a run on images: the ends of the chains, whether they are stable, and the energies of images that were
 * not in training.
 *
 * <p>Chains are expensive, so that all figures show the same few, followed once for twice the recipe's time.
 */
final class ImageReportFigures {

    /** The number of chains without a limit of time. */
    static final int CHAINS = 64;

    private static final int IN_FRAME = 16;
    private static final int IN_COLUMN = 18;
    private static final int IN_ROW = 8;
    private static final int FRAMES = 41;
    private static final int BLOCK_ROWS = 4;
    private static final long SEED = 1;

    /** The number of images of a kind whose energies are computed. */
    private static final int ENERGIES = 256;

    private final TrainedRun run;
    private final ImageSet training;
    private final boolean held;
    private final Samples data;
    private final Samples noise;
    private final double[] frames;
    private final int count;
    private final Trajectory chains;

    private ImageReportFigures(TrainedRun run, ImageData training, Samples heldOut, double share, Console console) {
        this.count = ReportBudget.of(share, CHAINS);
        RunConfig.Sampling sampling = run.config().sampling();
        this.run = NetworkChoice.computing(run, sampling.precision());
        this.training = training.images();
        this.held = heldOut.rows() > 0;
        Distribution real = held ? new Dataset(heldOut) : new ImageData(this.training, false);
        int rows = held ? heldOut.rows() : this.training.count();
        this.data = real.batch(0, Math.min(ENERGIES, rows), Rng.of(SEED).stream("data"));
        this.noise = run.source().sample(count, Rng.of(SEED).stream("start"));
        this.frames = ImageFile.times(new TimeGrid(end(), sampling.step()), FRAMES);
        TreeSet<Double> times = new TreeSet<>();
        DoubleStream.of(frames).forEach(times::add);
        DoubleStream.of(lasting()).forEach(times::add);
        DoubleStream.of(strip()).forEach(times::add);
        double[] looks = times.stream().mapToDouble(Double::doubleValue).toArray();
        this.chains = this.run.trajectory(count, SEED, sampling.step(), console, looks);
    }

    /** Draws all figures of a run on images; the energies of foreign images, if there are any, are next to those of data. */
    static List<Section> of(TrainedRun run, @Nullable Path foreign, double share, Console console) {
        DataSource source = run.data();
        if (!(source.training() instanceof ImageData training) || source.heldOut() == null) {
            throw new IllegalStateException("the data of a run on images are images, and some or none are held out");
        }
        ImageReportFigures gallery = new ImageReportFigures(run, training, source.heldOut(), share, console);
        List<Section> sections = new ArrayList<>(List.of(gallery.samples(), gallery.holding(), gallery.way()));
        if (!ProgressPictures.drawn(run.directory()).isEmpty()) {
            sections.add(gallery.progress());
        }
        run.config()
                .losses(ContrastiveDivergenceConfig.class)
                .findFirst()
                .ifPresent(loss -> sections.add(gallery.negatives(loss)));
        sections.addAll(List.of(gallery.energies(foreign), gallery.neighbours(), LossCurves.of(run)));
        return sections;
    }

    private double time() {
        return run.config().sampling().time();
    }

    private double end() {
        return 2 * time();
    }

    /** The times at which the stability of samples is checked. */
    private double[] lasting() {
        return looks(1, time(), end());
    }

    /** The times of the snapshots of the transport from noise to data. */
    private double[] strip() {
        return looks(0, 0.25, 0.5, 0.75, 1, time());
    }

    private double[] looks(double... times) {
        return Arrays.stream(times).filter(t -> t <= end()).sorted().distinct().toArray();
    }

    /** The first chains at a time. */
    private Samples at(double t, int n) {
        return chains.states().get(chains.times().indexOf(t)).slice(0, Math.min(n, count));
    }

    private Section samples() {
        return Section.of(
                "samples.png",
                "Samples at t = " + Numbers.brief(time()),
                "The first " + count
                        + " samples, none of them chosen: noise that ran down the potential and came to rest. "
                        + "They should look like the data beneath, each whole in itself, and differ from one another as much "
                        + "as data do.",
                ImageGrid.of(at(time(), count)).toPng());
    }

    private Section holding() {
        List<Picture> pictures = new ArrayList<>();
        int shown = Math.min(IN_COLUMN, data.rows());
        pictures.add(column("lasting-data.png", data.slice(0, shown), name()));
        for (double t : lasting()) {
            String label = "t = " + Numbers.brief(t);
            pictures.add(column("lasting-" + Numbers.brief(t) + ".png", at(t, IN_COLUMN), "samples at " + label));
        }
        return new Section(
                "Data beside samples: does it hold?",
                "Left, data. Then the same chains at t = 1, where the flow from the noise ends, at the time that the recipe "
                        + "samples at, and at twice that time. From t = 1 on noise keeps stirring them, and where the potential "
                        + "is right its valleys hold them: images may change, but stay images of the same kind. Where they "
                        + "fade, dissolve or all become alike, equilibrium is not yet the data's: train the contrastive "
                        + "phase for longer, or sample for a shorter time.",
                pictures);
    }

    private static Picture column(String file, Samples images, String caption) {
        return new Picture(
                file, caption, ImageGrid.of(images, 3).caption(caption).toPng());
    }

    private Section way() {
        List<Samples> columns =
                Arrays.stream(strip()).mapToObj(t -> at(t, IN_ROW)).toList();
        List<String> labels =
                Arrays.stream(strip()).mapToObj(t -> "t = " + Numbers.brief(t)).toList();
        List<Samples> moving =
                Arrays.stream(frames).mapToObj(t -> at(t, IN_FRAME)).toList();
        Trajectory shown = new Trajectory(Arrays.stream(frames).boxed().toList(), moving);
        return new Section(
                "From noise to data, and on",
                "Left, each row is one chain, from noise at t = 0 to a sample. Up to t = "
                        + Numbers.brief(run.config().temperature().tauStar())
                        + " it follows the slope of V alone, nearly straight: the noise fades evenly while an image appears, "
                        + "and its coarse shape is settled early. Right, the chains in motion, up to t = "
                        + Numbers.brief(end()) + "; once arrived they should tremble and stay.",
                List.of(
                        new Picture(
                                "way.png",
                                "Chains from noise to data",
                                ImageGrid.columns(columns).columnLabels(labels).toPng()),
                        new Picture(
                                "way.gif",
                                "The same chains in motion",
                                ImageFile.animation(shown, "").toGif())));
    }

    private Section progress() {
        List<Picture> pictures = new ArrayList<>();
        ProgressPictures.drawn(run.directory()).forEach((step, file) -> {
            try {
                pictures.add(new Picture(
                        "progress-" + file.getFileName(), "Samples after step " + step, Files.readAllBytes(file)));
            } catch (IOException unreadable) {
                throw new DataException(
                        file + " cannot be read: " + unreadable.getMessage() + ".",
                        "It is a picture that training drew.",
                        "Check its permissions, or delete it; nothing depends on it.",
                        unreadable);
            }
        });
        return new Section(
                "How they came to be",
                "The same " + ProgressPictures.CHAINS
                        + " chains at t = 1, in large steps, drawn while training went on. First "
                        + "come shapes, then details; a later phase should keep what an earlier one reached.",
                pictures);
    }

    private Section negatives(ContrastiveDivergenceConfig loss) {
        RunConfig config = run.config();
        LangevinNegatives langevin = loss.negatives(
                        config.lossContext(null, run.checkpoint().standardization()))
                .block(BLOCK_ROWS);
        int n = Math.min(2 * IN_ROW, data.rows());
        int fromData = (int) Math.round(loss.negatives().dataFraction() * n);
        Samples start = noise.slice(0, n);
        Samples positive = data.slice(0, n);
        Precision precision =
                config.network() instanceof ImageNetworkConfig network ? network.chainPrecision() : Precision.SINGLE;
        Samples ended = langevin.draw(
                NetworkChoice.computing(run, precision).potential(), start, positive, Rng.of(SEED).stream("negatives"));
        Map<String, Samples> rows = new LinkedHashMap<>();
        rows.put(name(), positive.slice(0, Math.min(fromData, IN_ROW)));
        rows.put("negatives from data", ended.slice(0, Math.min(fromData, IN_ROW)));
        rows.put("noise", start.slice(fromData, Math.min(n, fromData + IN_ROW)));
        rows.put("negatives from noise", ended.slice(fromData, Math.min(n, fromData + IN_ROW)));
        rows.values().removeIf(images -> images.rows() == 0);
        List<String> labels = new ArrayList<>();
        rows.forEach((name, images) -> labels.add(Numbers.format("%s: %.4g", name, mean(run.energies(images)))));
        return Section.of(
                "negatives.png",
                "Positive and negative samples",
                "The contrastive loss lowers V at data and raises it at negatives: images that "
                        + loss.negatives().steps()
                        + " steps of noisy descent made of data and of noise. The numbers are means of V. Negatives should be "
                        + "hard to tell from data, by eye and by their energy; where they lie far lower, the potential has "
                        + "valleys where there are no data.",
                ImageGrid.rows(List.copyOf(rows.values())).rowLabels(labels).toPng());
    }

    private Section energies(@Nullable Path foreign) {
        Rng rng = Rng.of(SEED).stream("foreign");
        Map<String, double[]> sets = new LinkedHashMap<>();
        sets.put(name(), run.energies(data));
        sets.put("samples at t = " + Numbers.brief(time()), run.energies(at(time(), count)));
        sets.put("source noise", run.energies(noise));
        for (OutOfDistributionPictures set : OutOfDistributionPictures.builtIn(data, rng)) {
            sets.put(set.name(), run.energies(set.pictures()));
        }
        if (foreign != null) {
            Samples pictures = OutOfDistributionPictures.read(
                            foreign,
                            run.config().data(),
                            run.checkpoint().architecture().inputShape(),
                            ENERGIES,
                            rng)
                    .pictures();
            sets.put(String.valueOf(foreign.getFileName()), run.energies(pictures));
        }
        return Section.of(
                "energies.png",
                "Energies of data, samples, noise and foreign images",
                "The lower V, the likelier an image. Samples should lie where data lie, and noise apart from both. Foreign "
                        + "images, such as data under noise, should lie above the data: then V tells what belongs to them from "
                        + "what does not."
                        + (foreign == null
                                ? " 'em plot RUN --ood PATH' adds images of another kind."
                                : " Plain and smooth ones may lie low all the same."),
                Plot.energies(name(), sets).toPng());
    }

    private Section neighbours() {
        List<Samples> rows = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        addNearest(rows, labels, "samples", at(time(), IN_ROW));
        if (held) {
            addNearest(rows, labels, name(), data.slice(0, Math.min(IN_ROW, data.rows())));
        }
        return Section.of(
                "nearest.png",
                "Is anything copied?",
                "Under each sample the training image that is nearest to it, pixel by pixel; the number is the mean distance. "
                        + (held ? "Then the same for held-out images, which cannot be copies. " : "")
                        + "A sample that was copied shows as a pair of equal images; a model that has learnt stays about as far "
                        + "from its training images as other data do.",
                ImageGrid.rows(rows).rowLabels(labels).toPng());
    }

    private void addNearest(List<Samples> rows, List<String> labels, String name, Samples images) {
        NearestImages nearest = NearestImages.of(ImageSet.of(images), training);
        rows.add(images);
        rows.add(training.samples(nearest.indices()));
        labels.add(name);
        labels.add(Numbers.format("nearest: %.1f", mean(nearest.distances())));
    }

    private String name() {
        return held ? "held-out data" : "training data";
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }
}
