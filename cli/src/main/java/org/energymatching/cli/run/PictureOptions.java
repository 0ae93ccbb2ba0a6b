package org.energymatching.cli.run;

import java.util.function.Consumer;
import org.energymatching.cli.Console;
import org.energymatching.data.image.PixelScale;
import picocli.CommandLine.Option;

/** How the pictures of a file that is given to a verb are taken. */
public final class PictureOptions {

    @Option(
            names = "--pixels",
            paramLabel = "auto|signed|unit|bytes",
            defaultValue = "auto",
            description =
                    "What the numbers of pictures in a NumPy file mean: -1 to 1 and beyond (signed), 0 to 1 (unit) or 0 to 255 (bytes). Auto: as their type and range tell, or refused.")
    PixelScale pixels = PixelScale.AUTO;

    /** The same, with what there is to tell of files said on the console. */
    public Taking taking(Console console) {
        return new Taking(pixels, console::info);
    }

    /**
     * How given files are read.
     *
     * @param pixels what the numbers of pictures mean
     * @param notes receives what was done to pictures
     */
    public record Taking(PixelScale pixels, Consumer<String> notes) {

        /** As files tell, and nothing is said. */
        public static final Taking SILENT = new Taking(PixelScale.AUTO, note -> {});
    }
}
