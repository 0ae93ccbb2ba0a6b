package org.energymatching.plot;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.error.UsageException;

/** Several plots of one size in one picture, row by row, their axes in line. */
public final class Panels {

    private static final double WIDTH = 400;
    private static final double HEIGHT = 320;

    private final Picture picture;

    private Panels(Picture picture) {
        this.picture = picture;
    }

    /** The plots in rows of {@code columns}, left to right and downwards. */
    public static Panels grid(int columns, List<Plot> plots) {
        if (columns < 1 || plots.isEmpty()) {
            throw new UsageException(
                    plots.size() + " plots are to stand in " + columns + " columns.",
                    "There is at least one plot and at least one column.",
                    "Pass the plots and how many of them stand side by side.");
        }
        return new Panels(Sheet.picture(plots, Math.min(columns, plots.size()), WIDTH, HEIGHT));
    }

    /** Writes the picture to a file that ends in .png or .svg, making its directory if need be. */
    public void save(Path file) {
        picture.save(file);
    }

    /** The picture as a PNG file. */
    public byte[] toPng() {
        return picture.png();
    }

    /** The picture as an SVG document. */
    public String toSvg() {
        return picture.svg();
    }
}
