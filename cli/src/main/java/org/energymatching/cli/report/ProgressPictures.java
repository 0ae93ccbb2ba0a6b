package org.energymatching.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.cli.Console;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.Experiment;
import org.energymatching.data.file.Folders;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.DataException;
import org.energymatching.error.EnergyMatchingException;
import org.energymatching.nn.Network;
import org.energymatching.plot.ImageGrid;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.energymatching.training.TrainingListener;

/**
 * Draws the same few chains with the first checkpoint after 10, 25, 50, 75 and 100 % of each phase, into {@code
 * progress/step-….png}: the progress of samples during training.
 *
 * <p>Training is not affected: the chains have their own random numbers, and if they fail it continues. The existing
 * files show what was drawn, so that a resumed run draws nothing twice.
 *
 * @param directory the run's
 * @param config the run's
 * @param console reports the figures that could not be drawn
 */
public record ProgressPictures(Path directory, RunConfig config, Console console) implements TrainingListener {

    private static final Pattern FILE = Pattern.compile("step-(\\d{9,18})\\.png");
    private static final double[] SHARES = {0.1, 0.25, 0.5, 0.75, 1};
    static final int CHAINS = 16;
    private static final int BLOCK_ROWS = 4;
    private static final TimeGrid TIMES = new TimeGrid(1, 0.05);
    private static final long SEED = 1;

    /** The side of a tile, in points, if its pixels allow it. */
    private static final int TILE = 32;

    /** The existing figures, by the step that they show. */
    public static TreeMap<Long, Path> drawn(Path directory) {
        TreeMap<Long, Path> drawn = new TreeMap<>();
        Path folder = directory.resolve("progress");
        if (!Files.isDirectory(folder)) {
            return drawn;
        }
        try {
            for (Path file : Folders.inside(folder)) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    drawn.put(Long.parseLong(name.group(1)), file);
                }
            }
        } catch (IOException unreadable) {
            throw new DataException(
                    "The folder " + folder + " cannot be listed: " + Folders.reason(unreadable) + ".",
                    "A run directory is readable.",
                    "Check its permissions, or delete the folder; nothing depends on it.",
                    unreadable);
        }
        return drawn;
    }

    @Override
    public void onSave(long step, Path folder) {
        try {
            Long last = drawn(directory).floorKey(step);
            long before = last == null ? 0 : last;
            if (milestones().stream().anyMatch(milestone -> milestone > before && milestone <= step)) {
                draw(step, Checkpoint.read(folder));
            }
        } catch (EnergyMatchingException failed) {
            console.info("No samples are drawn after step " + step + ": " + failed.happened());
        }
    }

    private List<Long> milestones() {
        List<Long> milestones = new ArrayList<>();
        long start = 0;
        for (RunConfig.Phase phase : config.phases()) {
            for (double share : SHARES) {
                milestones.add(start + (long) Math.ceil(share * phase.steps()));
            }
            start += phase.steps();
        }
        return milestones;
    }

    private void draw(long step, Checkpoint checkpoint) {
        Shape shape = checkpoint.architecture().inputShape();
        Sampler sampler = new Sampler(
                Kernel.eulerMaruyama(),
                Experiment.temperature(config, config.temperature().tauStar()),
                TIMES,
                BLOCK_ROWS);
        try (Network network = checkpoint.network()) {
            Samples samples = sampler.sample(
                    Target.of(Potential.of(network)),
                    Experiment.source(config, checkpoint.architecture()),
                    CHAINS,
                    SEED);
            ImageGrid.of(samples)
                    .scale(Math.toIntExact(Math.max(1, TILE / shape.at(1))))
                    .caption(Numbers.format("step %,d: %s", step, phase(step)))
                    .save(directory.resolve("progress").resolve(Numbers.format("step-%09d.png", step)));
        }
    }

    /** The name of the phase of a step, counted from 1. */
    private String phase(long step) {
        long end = 0;
        String name = "";
        for (RunConfig.Phase phase : config.phases()) {
            if (step > end) {
                name = phase.name();
            }
            end += phase.steps();
        }
        return name;
    }
}
