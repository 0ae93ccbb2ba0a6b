package org.energymatching.plot;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.error.UsageException;

/**
 * Grids of images one after another, over and over, saved as an animated GIF or PNG.
 *
 * <p>GIF is shown everywhere but knows only 256 colours in a frame: grey images are exact, others get the
 * 256 colours that suit each frame best. APNG, which every browser shows, is always exact.
 *
 * <p>An animation never changes: each method returns another one. Requests that make no sense, such as no frame or
 * frames of different size, are a {@link UsageException}.
 *
 * <pre>{@code
 * List<ImageGrid> frames = new ArrayList<>();
 * for (int i = 0; i < times.size(); i++) {
 *     frames.add(ImageGrid.of(states.get(i)).caption("t = " + times.get(i)));
 * }
 * Animation.of(frames).delay(0.1).hold(2).save(Path.of("chains.gif"));
 * }</pre>
 */
public final class Animation {

    private static final int DELAY = 10;
    private static final int HOLD = 200;

    /** GIF counts hundredths of seconds in 16 bits, and viewers take less than 2 for a mistake. */
    private static final int SHORTEST = 2;

    private static final int LONGEST = 65_535;

    private final List<ImageGrid> frames;
    private final int delay;
    private final int hold;
    private final boolean dithered;

    private Animation(List<ImageGrid> frames, int delay, int hold, boolean dithered) {
        this.frames = frames;
        this.delay = delay;
        this.hold = hold;
        this.dithered = dithered;
    }

    /** The frames in their order, each shown for 0.1 seconds and the last for 2. */
    public static Animation of(List<ImageGrid> frames) {
        if (frames.isEmpty()) {
            throw new UsageException(
                    "The animation has no frame.", "It has at least one.", "Pass the grids that it is to show.");
        }
        Mosaic first = frames.get(0).mosaic();
        for (int i = 1; i < frames.size(); i++) {
            Mosaic mosaic = frames.get(i).mosaic();
            if (mosaic.width() != first.width() || mosaic.height() != first.height()) {
                throw new UsageException(
                        "Frame " + i + " is " + mosaic.width() + " by " + mosaic.height() + " points, the first is "
                                + first.width() + " by " + first.height() + ".",
                        "All frames have the same rows and columns of equally large images.",
                        "Make every frame from the same chains.");
            }
        }
        return new Animation(List.copyOf(frames), DELAY, HOLD, false);
    }

    /** How long each frame but the last is shown, in seconds from 0.02 to 655.35, to a hundredth. */
    public Animation delay(double seconds) {
        return new Animation(frames, hundredths(seconds), hold, dithered);
    }

    /** How long the last frame is shown before the first follows it, in seconds from 0.02 to 655.35, to a hundredth. */
    public Animation hold(double seconds) {
        return new Animation(frames, delay, hundredths(seconds), dithered);
    }

    /** Lets a GIF mix the colours it lacks from small dots of those it has: truer from afar, rougher and larger. */
    public Animation dithered() {
        return new Animation(frames, delay, hold, true);
    }

    /** Writes the animation to a file that ends in .gif, or in .png or .apng, making its directory if need be. */
    public void save(Path file) {
        Suffixes.of("animation")
                .and(".gif", this::toGif)
                .and(".png", this::toApng)
                .and(".apng", this::toApng)
                .save(file);
    }

    /** The animation as a GIF file, one pixel to the point, for GIF packs enlarged pixels badly. */
    public byte[] toGif() {
        return AnimatedGif.of(reel(1), dithered);
    }

    /** The animation as an APNG file, two pixels to the point; programs that know only PNG show the first frame. */
    public byte[] toApng() {
        return AnimatedPng.of(reel(RasterSurface.SCALE));
    }

    private Reel reel(int scale) {
        List<Picture> pictures = frames.stream().map(ImageGrid::picture).toList();
        boolean grey = frames.stream().allMatch(frame -> frame.mosaic().grey());
        return new Reel(pictures, Lettering.available(), scale, grey, delay, hold);
    }

    private static int hundredths(double seconds) {
        double hundredths = Math.rint(100 * seconds);
        if (!(hundredths >= SHORTEST && hundredths <= LONGEST)) {
            throw new UsageException(
                    "A frame is to be shown for " + seconds + " seconds.",
                    "It is shown for 0.02 to 655.35 seconds.",
                    "Pass seconds, such as 0.1.");
        }
        return (int) hundredths;
    }
}
