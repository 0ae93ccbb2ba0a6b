package org.energymatching.cli.output;

import java.nio.file.Path;
import java.util.List;

/**
 * A part of a report: one thing about a run, in pictures that stand side by side.
 *
 * @param title what is shown
 * @param explanation what to see in it, in plain words
 * @param pictures the pictures
 */
public record Section(String title, String explanation, List<Picture> pictures) {

    /** A section of one picture. */
    public static Section of(String file, String title, String explanation, byte[] png) {
        return new Section(title, explanation, List.of(new Picture(file, title, png)));
    }

    /** Writes its pictures into a folder. */
    public void write(Path folder) {
        pictures.forEach(picture -> picture.write(folder));
    }
}
