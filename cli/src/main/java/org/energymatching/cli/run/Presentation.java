package org.energymatching.cli.run;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.energymatching.cli.Console;
import org.energymatching.data.OutputFile;

/**
 * What a run looks like: evaluated, drawn and written down.
 *
 * @param evaluation how good its samples are
 * @param pictures the files of its pictures
 * @param report its page
 */
record Presentation(Evaluation evaluation, List<Path> pictures, Path report) {

    private static final int ROWS = 2000;
    private static final long SEED = 1;

    /** Evaluates the run, draws its pictures into {@code pictures/} and writes {@code report.html}. */
    static Presentation of(TrainedRun run, Console console) {
        double chosen = run.config().sampling().time();
        double[] times =
                DoubleStream.of(1, chosen, 2 * chosen).sorted().distinct().toArray();
        Evaluation evaluation =
                Evaluation.of(run, null, ROWS, SEED, run.config().sampling().step(), times, console);
        List<Picture> pictures = Gallery.of(run, console);
        Path folder = run.directory().resolve("pictures");
        for (Picture picture : pictures) {
            OutputFile.write(folder.resolve(picture.file()), ByteBuffer.wrap(picture.png()));
        }
        Path report = run.directory().resolve("report.html");
        new Report(run, evaluation, pictures).write(report);
        return new Presentation(
                evaluation,
                pictures.stream().map(picture -> folder.resolve(picture.file())).toList(),
                report);
    }
}
