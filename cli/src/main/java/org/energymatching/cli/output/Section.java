package org.energymatching.cli.output;

import java.nio.file.Path;
import java.util.List;

/**
 * A section of a report: one aspect of a run, in figures side by side.
 *
 * @param title the heading
 * @param explanation what the figures show, in plain words
 * @param pictures the figures
 */
public record Section(String title, String explanation, List<Picture> pictures) {

    /** A section of one figure. */
    public static Section of(String file, String title, String explanation, byte[] png) {
        return new Section(title, explanation, List.of(new Picture(file, title, png)));
    }

    /** Writes its figures into a folder. */
    public void write(Path folder) {
        pictures.forEach(picture -> picture.write(folder));
    }
}
