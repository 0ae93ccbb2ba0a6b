package org.energymatching.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.energymatching.Samples;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Npy;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * A set for anomaly detection without anomalies in training: half of the normal rows, rounded up, are trained on, the others and all anomalies are
 * tested. Columns are standardised by the training rows.
 *
 * @param training normal rows
 * @param normal test rows
 * @param anomalies test rows
 */
record AnomalySet(Samples training, Samples normal, Samples anomalies) {

    /**
     * Reads arrays X (rows, columns) and y (1 for an anomaly) of an {@code .npz}.
     *
     * @param seed of the order of the normal rows; negative for that of the file
     */
    static AnomalySet read(Path file, int seed) {
        DoubleRows x = array(file, "X");
        DoubleRows y = array(file, "y");
        int[] normals =
                IntStream.range(0, x.rows()).filter(i -> y.at(i, 0) == 0).toArray();
        if (seed >= 0) {
            shuffle(normals, Rng.of(seed));
        }
        int half = (normals.length + 1) / 2;
        int d = x.width();
        double[] mean = new double[d];
        double[] scale = new double[d];
        for (int j = 0; j < d; j++) {
            int column = j;
            mean[j] = IntStream.range(0, half)
                    .mapToDouble(i -> x.at(normals[i], column))
                    .average()
                    .orElseThrow();
            double variance = IntStream.range(0, half)
                    .mapToDouble(i -> Math.pow(x.at(normals[i], column) - mean[column], 2))
                    .average()
                    .orElseThrow();
            scale[j] = variance > 0 ? Math.sqrt(variance) : 1;
        }
        return new AnomalySet(
                rows(x, IntStream.range(0, half).map(i -> normals[i]).toArray(), mean, scale),
                rows(
                        x,
                        IntStream.range(half, normals.length)
                                .map(i -> normals[i])
                                .toArray(),
                        mean,
                        scale),
                rows(
                        x,
                        IntStream.range(0, x.rows())
                                .filter(i -> y.at(i, 0) != 0)
                                .toArray(),
                        mean,
                        scale));
    }

    private static Samples rows(DoubleRows x, int[] numbers, double[] mean, double[] scale) {
        int d = x.width();
        float[] values = new float[numbers.length * d];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) ((x.at(numbers[at / d], at % d) - mean[at % d]) / scale[at % d]);
        }
        return new Samples(values, Shape.of(numbers.length, d));
    }

    private static void shuffle(int[] numbers, Rng rng) {
        for (int i = numbers.length - 1; i > 0; i--) {
            int j = rng.nextInt(i + 1);
            int held = numbers[i];
            numbers[i] = numbers[j];
            numbers[j] = held;
        }
    }

    /** One array of several: it is unpacked to a file of its own. */
    private static DoubleRows array(Path file, String name) {
        try (Temporary folder = Temporary.folder();
                ZipFile zip = new ZipFile(file.toFile())) {
            Path alone = folder.path().resolve(name + ".npy");
            Files.copy(zip.getInputStream(zip.getEntry(name + ".npy")), alone);
            return Npy.readRows(alone);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
