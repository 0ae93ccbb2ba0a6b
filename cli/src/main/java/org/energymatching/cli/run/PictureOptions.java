package org.energymatching.cli.run;

import java.util.function.Consumer;
import org.energymatching.cli.Console;
import org.energymatching.data.image.PixelScale;
import picocli.CommandLine.Option;

/** The options for reading the images of a verb's input file. */
public final class PictureOptions {

    @Option(
            names = "--pixels",
            paramLabel = "auto|signed|unit|bytes",
            defaultValue = "auto",
            description =
                    "What the numbers of pictures in a NumPy file mean: -1 to 1 and beyond (signed), 0 to 1 (unit) or 0 to 255 (bytes). Auto: as their type and range tell, or refused.")
    PixelScale pixels = PixelScale.AUTO;

    /** The same, with remarks on files printed on the console. */
    public Taking taking(Console console) {
        return new Taking(pixels, console::info);
    }

    /**
     * How input files are read.
     *
     * @param pixels the range of the numbers of images
     * @param notes receives remarks on how images were converted
     */
    public record Taking(PixelScale pixels, Consumer<String> notes) {

        /** As the files define it, without remarks. */
        public static final Taking SILENT = new Taking(PixelScale.AUTO, note -> {});
    }
}
