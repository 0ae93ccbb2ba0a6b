package org.energymatching.spark;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.energymatching.error.EnergyMatchingException;
import org.energymatching.error.UsageException;

/**
 * The main class for {@code spark-submit}: samples, energies and imputations of tables on any file system of Hadoop.
 *
 * <pre>
 * sample RUN N OUT [SEED]
 * energy RUN IN OUT
 * impute RUN IN OUT [DRAWS] [SEED]
 * </pre>
 *
 * <p>Tables whose name ends in .csv have a header; all others are Parquet.
 */
public final class SparkProgram {

    private static final String DRAWS = "10";
    private static final String SEED = "0";

    private SparkProgram() {}

    /** Runs one command; its error ends the application with exit code 1. */
    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark =
                SparkSession.builder().appName("energy-matching").getOrCreate()) {
            run(spark, List.of(arguments));
        } catch (EnergyMatchingException refused) {
            System.err.println("error: " + refused.happened());
            System.err.println("       " + refused.expected());
            System.err.println("       " + refused.remedy());
            System.exit(1);
        }
    }

    static void run(SparkSession spark, List<String> words) {
        String verb = words.isEmpty() ? "" : words.get(0);
        if (!List.of("sample", "energy", "impute").contains(verb) || words.size() < 4) {
            throw new UsageException(
                    "The arguments are '" + String.join(" ", words) + "'.",
                    "They are: sample RUN N OUT [SEED], energy RUN IN OUT, or impute RUN IN OUT [DRAWS] [SEED].",
                    "Give one of these after the jar of spark-submit.");
        }
        EnergyMatchingModel model = EnergyMatchingModel.load(spark, words.get(1));
        Dataset<Row> result = switch (verb) {
            case "sample" -> model.sample(spark, number(words.get(2)), number(word(words, 4, SEED)));
            case "energy" -> model.withEnergy(read(spark, words.get(2)));
            default ->
                model.impute(
                        read(spark, words.get(2)),
                        Math.toIntExact(number(word(words, 4, DRAWS))),
                        number(word(words, 5, SEED)));
        };
        write(result, words.get(3));
    }

    private static String word(List<String> words, int place, String standard) {
        return words.size() > place ? words.get(place) : standard;
    }

    private static long number(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException text) {
            throw new UsageException(
                    "'" + word + "' is no whole number.",
                    "N, DRAWS and SEED are whole numbers.",
                    "Give for example 1000000.",
                    text);
        }
    }

    private static boolean isCsv(String table) {
        return table.toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    private static Dataset<Row> read(SparkSession spark, String table) {
        return isCsv(table)
                ? spark.read()
                        .option("header", "true")
                        .option("inferSchema", "true")
                        .csv(table)
                : spark.read().parquet(table);
    }

    private static void write(Dataset<Row> rows, String table) {
        if (isCsv(table)) {
            rows.write().mode(SaveMode.ErrorIfExists).option("header", "true").csv(table);
        } else {
            rows.write().mode(SaveMode.ErrorIfExists).parquet(table);
        }
    }
}
