package org.energymatching.benchmarks;

import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.schema.TableCodec;
import org.energymatching.data.schema.TableEncoding;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/** The rows of a task as numbers, NaN where cells are empty, and back. */
interface ImputationEncoding {

    Samples rows();

    /** The numbers of the features, [row][column]. */
    double[][] decode(Samples encoded);

    /** Quantiles to a normal, and codes of words. */
    static ImputationEncoding quantiles(ImputationTask task, Rng rng) {
        TableCodec codec = TableCodec.fit(task.schema(), task.gapped(), TableEncoding.standard());
        Samples rows = codec.encode(task.gapped(), rng);
        return new ImputationEncoding() {
            @Override
            public Samples rows() {
                return rows;
            }

            @Override
            public double[][] decode(Samples encoded) {
                return codec.decode(encoded).stream()
                        .map(row -> IntStream.range(0, row.length - 1)
                                .mapToDouble(j -> ImputationTask.number(row[j]))
                                .toArray())
                        .toArray(double[][]::new);
            }
        };
    }

    /** Zero mean and unit deviation, column by column; words of the outcome are their number. */
    static ImputationEncoding standardised(ImputationTask task) {
        List<String[]> cells = task.gapped();
        int d = task.schema().columns().size();
        List<String> words =
                cells.stream().map(row -> row[d - 1]).distinct().sorted().toList();
        double[][] values = cells.stream()
                .map(row -> IntStream.range(0, d)
                        .mapToDouble(j -> CsvCell.isMissing(row[j])
                                ? Double.NaN
                                : j == d - 1 && !isNumber(row[j]) ? words.indexOf(row[j]) : Double.parseDouble(row[j]))
                        .toArray())
                .toArray(double[][]::new);
        double[] mean = new double[d];
        double[] scale = new double[d];
        float[] standardised = new float[values.length * d];
        for (int j = 0; j < d; j++) {
            int column = j;
            double[] known = IntStream.range(0, values.length)
                    .mapToDouble(i -> values[i][column])
                    .filter(v -> !Double.isNaN(v))
                    .toArray();
            mean[j] = IntStream.range(0, known.length)
                    .mapToDouble(i -> known[i])
                    .average()
                    .orElseThrow();
            double square = IntStream.range(0, known.length)
                    .mapToDouble(i -> Math.pow(known[i] - mean[column], 2))
                    .average()
                    .orElseThrow();
            scale[j] = square > 0 ? Math.sqrt(square) : 1;
            for (int i = 0; i < values.length; i++) {
                standardised[i * d + j] = (float) ((values[i][j] - mean[j]) / scale[j]);
            }
        }
        Samples rows = new Samples(standardised, Shape.of(values.length, d));
        return new ImputationEncoding() {
            @Override
            public Samples rows() {
                return rows;
            }

            @Override
            public double[][] decode(Samples encoded) {
                double[][] decoded = new double[encoded.rows()][d - 1];
                for (int i = 0; i < decoded.length; i++) {
                    for (int j = 0; j < d - 1; j++) {
                        decoded[i][j] = mean[j] + scale[j] * encoded.values()[i * d + j];
                    }
                }
                return decoded;
            }
        };
    }

    private static boolean isNumber(String cell) {
        return cell.matches("[-+.\\dEe]+");
    }
}
