package org.energymatching.cli.dimension;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.output.Picture;
import org.energymatching.cli.output.RowFile;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Npy;
import org.energymatching.data.file.Numbers;
import org.energymatching.plot.ImageGrid;
import org.energymatching.plot.Panels;
import org.energymatching.plot.Plot;
import org.energymatching.tensor.Shape;

/**
 * The output files of {@code em dimension}: a row for each point, the eigenvalues, and figures of both.
 *
 * @param run the run of the potential
 * @param points the points of the dimensions
 * @param found the results
 * @param folder the folder of the files
 */
record DimensionFiles(TrainedRun run, TrainedRun.Given points, LocalDimensions found, Path folder) {

    private static final String TABLE = "dimension.csv";
    private static final String EIGENVALUES = "eigenvalues.npy";
    private static final String SPECTRUM = "spectrum.png";
    private static final String PICTURES = "pictures.png";
    private static final String SIZES = "png-size.png";

    /** The names of the files that may be written. */
    static final List<String> NAMES = List.of(TABLE, EIGENVALUES, SPECTRUM, PICTURES, SIZES);

    private static final int ROWS = 5;
    private static final int COLUMNS = 10;

    List<Path> write() {
        List<Path> written = new ArrayList<>();
        Path table = folder.resolve(TABLE);
        writeTable(table);
        written.add(table);
        Path eigenvalues = folder.resolve(EIGENVALUES);
        Npy.write(eigenvalues, eigenvalues());
        written.add(eigenvalues);
        written.add(picture(SPECTRUM, spectrum()));
        if (run.ofPictures()) {
            written.add(picture(PICTURES, pictures()));
        }
        if (found.pngSizes() != null) {
            written.add(picture(SIZES, sizes(found.pngSizes())));
        }
        return written;
    }

    private Path picture(String name, byte[] png) {
        return new Picture(name, name, png).write(folder);
    }

    private void writeTable(Path file) {
        List<String> columns = new ArrayList<>(List.of("row", "V", "dimension", "standard error"));
        int[] sizes = found.pngSizes();
        if (sizes != null) {
            columns.add("PNG bytes");
        }
        int width = columns.size();
        int n = points.rows().rows();
        float[] values = new float[n * width];
        for (int i = 0; i < n; i++) {
            values[i * width] = points.numbers()[i];
            values[i * width + 1] = (float) found.energies()[i];
            values[i * width + 2] = (float) found.dimension().values()[i];
            values[i * width + 3] = (float) found.dimension().standardErrors()[i];
            if (sizes != null) {
                values[i * width + 4] = sizes[i];
            }
        }
        RowFile.write(file, points.files(), columns, new Samples(values, Shape.of(n, width)));
    }

    private Samples eigenvalues() {
        int n = found.spectrum().points();
        int d = found.spectrum().dimensions();
        float[] values = new float[Math.multiplyExact(n, d)];
        for (int i = 0; i < n; i++) {
            double[] own = found.spectrum().eigenvalues(i);
            for (int j = 0; j < d; j++) {
                values[i * d + j] = (float) own[j];
            }
        }
        return new Samples(values, Shape.of(n, d));
    }

    private byte[] spectrum() {
        double tau = found.dimension().threshold();
        return Panels.grid(
                        2,
                        List.of(
                                Plot.eigenvalues(found.spectrum(), tau),
                                Plot.eigenvalueMagnitudes(found.spectrum(), tau),
                                Plot.dimensionByThreshold(found.spectrum(), tau),
                                Plot.titled("Intrinsic dimension")
                                        .x("dimension")
                                        .histogram(found.dimension().values(), "points")))
                .toPng();
    }

    /** From the lowest dimension to the highest: ten images around each of five quantiles. */
    private byte[] pictures() {
        double[] dimension = found.dimension().values();
        int[] order = IntStream.range(0, dimension.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> dimension[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int columns = Math.max(1, Math.min(COLUMNS, order.length / ROWS));
        int rows = Math.min(ROWS, order.length);
        List<Samples> sets = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int first = rows == 1 ? 0 : (int) ((long) (order.length - columns) * row / (rows - 1));
            int[] chosen =
                    IntStream.range(first, first + columns).map(i -> order[i]).toArray();
            sets.add(points.rows().pick(chosen));
            labels.add(Numbers.format("%.0f – %.0f", dimension[chosen[0]], dimension[chosen[columns - 1]]));
        }
        return ImageGrid.rows(sets)
                .title("From the lowest dimension to the highest")
                .rowLabels(labels)
                .toPng();
    }

    private byte[] sizes(int[] bytes) {
        float[] both = new float[2 * bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            both[2 * i] = bytes[i];
            both[2 * i + 1] = (float) found.dimension().values()[i];
        }
        return Plot.titled(Numbers.format("Dimension and size, Spearman's ρ = %.3f", found.correlation()))
                .x("bytes as a PNG file")
                .y("intrinsic dimension")
                .scatter(new Samples(both, Shape.of(bytes.length, 2)), "pictures")
                .toPng();
    }
}
