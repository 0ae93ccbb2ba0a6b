package org.energymatching.spark;

import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.density.ConditionalSampler;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.geometry.Hessian;
import org.energymatching.geometry.HessianSpectrum;
import org.energymatching.metric.EnergyPValues;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A trained run as a model of Spark ML: it draws rows, and computes energies, imputations, anomalies and dimensions of the rows of a
 * DataFrame, whose columns are found by name.
 *
 * <p>The files of the run's newest checkpoint are broadcast to the executors. Each row depends on itself, its key and the seed, not
 * on partitions, executors or retries of tasks; in each task one thread computes. {@link #transform} is {@link #withEnergy}.
 */
public final class EnergyMatchingModel extends Model<EnergyMatchingModel> implements MLWritable {

    private static final long serialVersionUID = 1;

    /** The column of energies. */
    public static final String ENERGY = "energy";

    private static final String KEY = "_energyMatchingKey";
    /** Where the files of the run are in a saved model. */
    private static final String RUN = "/run";

    private static final int ROWS = 4096;

    /** Rows of a unit of sampling: whole blocks of chains. */
    private static final int SAMPLES = 1024;

    private final String name;
    private final RunFiles files;
    private transient @Nullable Broadcast<RunFiles> sent;

    private EnergyMatchingModel(String name, RunFiles files) {
        this.name = name;
        this.files = files;
    }

    /** The newest checkpoint of a run directory on any file system of Hadoop. */
    public static EnergyMatchingModel load(SparkSession spark, String run) {
        EnergyMatchingModel model = new EnergyMatchingModel(
                Identifiable$.MODULE$.randomUID("energyMatching"),
                RunFiles.read(run, spark.sparkContext().hadoopConfiguration()));
        model.files.open(); // an unfit run is an error of the driver
        return model;
    }

    /** Writes the model as others of Spark ML, alone or as a stage of a pipeline. */
    @Override
    public MLWriter write() {
        return new MLWriter() {
            @Override
            public void saveImpl(String path) {
                DefaultParamsWriter$.MODULE$.saveMetadata(EnergyMatchingModel.this, path, sparkSession());
                files.write(path + RUN, sparkSession().sparkContext().hadoopConfiguration());
            }
        };
    }

    /** Reads what {@link #write} wrote. */
    public static MLReader<EnergyMatchingModel> read() {
        return new MLReader<>() {
            @Override
            public EnergyMatchingModel load(String path) {
                return EnergyMatchingModel.load(sparkSession(), path + RUN);
            }
        };
    }

    private synchronized Broadcast<RunFiles> broadcast(SparkSession spark) {
        if (sent == null) {
            sent = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(files);
        }
        return sent;
    }

    @Override
    public String uid() {
        return name;
    }

    @Override
    public EnergyMatchingModel copy(ParamMap extra) {
        return new EnergyMatchingModel(name, files);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        return withEnergy(rows.toDF());
    }

    @Override
    public StructType transformSchema(StructType schema) {
        RunColumns.of(files.open(), schema);
        return schema.add(ENERGY, DataTypes.DoubleType, false);
    }

    /**
     * Rows drawn from the density by the settings of the run's recipe, with a column {@code id}: sample i depends on the seed and
     * on i alone, and is that of {@code em sample}.
     *
     * @param n how many
     */
    public Dataset<Row> sample(SparkSession spark, long n, long seed) {
        return sample(spark, n, seed, spark.sparkContext().defaultParallelism());
    }

    /** The same in so many partitions, which change no row. */
    public Dataset<Row> sample(SparkSession spark, long n, long seed, int partitions) {
        if (n < 1) {
            throw new UsageException(
                    n + " samples were asked for.", "At least one sample is drawn.", "Ask for a positive number.");
        }
        RunColumns columns = RunColumns.of(files.open());
        List<StructField> fields =
                new ArrayList<>(List.of(DataTypes.createStructField("id", DataTypes.LongType, false)));
        fields.addAll(columns.fields());
        Broadcast<RunFiles> run = broadcast(spark);
        long units = (n + SAMPLES - 1) / SAMPLES;
        return spark.range(0, units, 1, partitions)
                .mapPartitions(
                        (MapPartitionsFunction<Long, Row>) numbers -> flat(numbers, unit -> {
                            TrainedRun opened = run.value().open();
                            long first = unit * SAMPLES;
                            int count = (int) Math.min(SAMPLES, n - first);
                            Samples drawn = alone(() -> opened.samples(first, count, seed));
                            List<Row> rows = new ArrayList<>(count);
                            long id = first;
                            for (Object[] cells : columns.decode(opened, drawn)) {
                                rows.add(appended(new Object[] {id++}, cells));
                            }
                            return rows;
                        }),
                        Encoders.row(DataTypes.createStructType(fields)));
    }

    /** The rows with their energies V. */
    public Dataset<Row> withEnergy(Dataset<Row> rows) {
        return mapped(rows, List.of(field(ENERGY)), (run, columns, batch, keys) -> {
            double[] energies = run.energies(complete(columns.encode(run, batch, keys)));
            return IntStream.range(0, batch.size())
                    .mapToObj(i -> List.of(appended(values(batch.get(i)), energies[i])))
                    .toList();
        });
    }

    /**
     * The rows with their energies, their p-values against rows that training has not seen, and whether they are flagged.
     *
     * @param reference rows of the data that training has not seen
     * @param rate the share of such rows that may be flagged
     */
    public Dataset<Row> anomalies(Dataset<Row> rows, Dataset<Row> reference, double rate) {
        double[] held = withEnergy(reference).select(ENERGY).collectAsList().stream()
                .mapToDouble(row -> row.getDouble(0))
                .toArray();
        if (!(rate > 0 && rate < 1) || held.length < Math.ceil(1 / rate) - 1) {
            throw new UsageException(
                    "A false-alarm rate of " + rate + " was asked for, against " + held.length + " rows.",
                    "It lies between 0 and 1 and takes at least 1/rate - 1 rows that training has not seen.",
                    "Give more rows, or a larger rate.");
        }
        Arrays.sort(held);
        List<StructField> added = List.of(
                field(ENERGY), field("p"), DataTypes.createStructField("flagged", DataTypes.BooleanType, false));
        return mapped(rows, added, (run, columns, batch, keys) -> {
            EnergyPValues values = new EnergyPValues(held);
            double[] energies = run.energies(complete(columns.encode(run, batch, keys)));
            return IntStream.range(0, batch.size())
                    .mapToObj(i -> {
                        double p = values.of(energies[i]);
                        return List.of(appended(values(batch.get(i)), energies[i], p, p <= rate));
                    })
                    .toList();
        });
    }

    /**
     * Completed rows: for each row as many as there are draws, with their number in the last column, named draw; nulls are drawn given the
     * other cells, by importance resampling from the run's mixture. Columns keep their types.
     *
     * @param draws how many
     * @param key columns that name a row, from which its draws are keyed; equal rows without them have equal draws
     */
    public Dataset<Row> impute(Dataset<Row> rows, int draws, long seed, Column... key) {
        if (files.open().mixture().isEmpty() || draws < 1) {
            throw new UsageException(
                    draws + " draws of missing cells were asked for.",
                    "There is at least one, and the run has learnt a residual potential over a mixture, as the recipe table does.",
                    "Train such a run, or ask for one draw or more.");
        }
        StructType schema = rows.schema();
        StructField number = DataTypes.createStructField("draw", DataTypes.IntegerType, false);
        return mapped(rows, List.of(number), key, (run, columns, batch, keys) -> {
            Samples observed = columns.encode(run, batch, keys);
            List<List<Row>> completed = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                completed.add(completed(
                        run, columns, batch.get(i), RunColumns.row(observed, i), schema, draws, seed, keys[i]));
            }
            return completed;
        });
    }

    private static List<Row> completed(
            TrainedRun run,
            RunColumns columns,
            Row row,
            Samples observed,
            StructType schema,
            int draws,
            long seed,
            long key) {
        List<Object[]> drawn = observed.incomplete().length == 0
                ? Collections.nCopies(draws, new Object[0])
                : columns.decode(
                        run, drawn(run, observed, draws, Rng.of(seed).at(key).nextLong()));
        List<Row> completed = new ArrayList<>();
        for (int draw = 0; draw < draws; draw++) {
            Object[] cells = values(row);
            for (int j = 0; j < columns.places().length && drawn.get(draw).length > 0; j++) {
                int place = columns.places()[j];
                if (place >= 0 && cells[place] == null) {
                    cells[place] = cast(drawn.get(draw)[j], schema.fields()[place]);
                }
            }
            completed.add(appended(cells, draw));
        }
        return completed;
    }

    private static Samples drawn(TrainedRun run, Samples observed, int draws, long seed) {
        ConditionalSampler sampler = run.conditional(null, draws);
        return sampler.sample(observed, seed, () -> {}).rows();
    }

    /** A drawn cell in the type of its column. */
    private static Object cast(Object cell, StructField field) {
        return switch (field.dataType().typeName()) {
            case "integer" -> (int) Math.rint(((Number) cell).doubleValue());
            case "long" -> Math.round(((Number) cell).doubleValue());
            case "float" -> ((Number) cell).floatValue();
            case "double" -> ((Number) cell).doubleValue();
            case "boolean" -> Boolean.valueOf(String.valueOf(cell));
            case "string" -> String.valueOf(cell);
            case "date" -> Date.valueOf(String.valueOf(cell));
            case "timestamp" -> Timestamp.valueOf(String.valueOf(cell));
            default ->
                throw new DataException(
                        "The column " + field.name() + " of type "
                                + field.dataType().typeName() + " has nulls.",
                        "Numbers, texts, truth values, dates and times are imputed.",
                        "Cast the column to one of these.");
        };
    }

    /**
     * The rows with their local intrinsic dimension: how many eigenvalues of the Hessian of V are at most a threshold.
     *
     * @param threshold τ, in standardised units
     */
    public Dataset<Row> dimension(Dataset<Row> rows, double threshold) {
        StructField field = DataTypes.createStructField("dimension", DataTypes.IntegerType, false);
        return mapped(rows, List.of(field), (run, columns, batch, keys) -> {
            double[][] spectra = HessianSpectrum.of(
                            Hessian.of(run.potential()), complete(columns.encode(run, batch, keys)))
                    .eigenvalues();
            return IntStream.range(0, batch.size())
                    .mapToObj(i -> List.of(appended(values(batch.get(i)), (int) Arrays.stream(spectra[i])
                            .filter(value -> value <= threshold)
                            .count())))
                    .toList();
        });
    }

    /** The results of some rows. */
    @FunctionalInterface
    private interface OfBatch extends Serializable {
        List<List<Row>> results(TrainedRun run, RunColumns columns, List<Row> batch, long[] keys);
    }

    private Dataset<Row> mapped(Dataset<Row> rows, List<StructField> added, OfBatch work) {
        return mapped(rows, added, new Column[0], work);
    }

    private Dataset<Row> mapped(Dataset<Row> rows, List<StructField> added, Column[] key, OfBatch work) {
        RunColumns columns = RunColumns.of(files.open(), rows.schema());
        Column[] hashed = key.length > 0
                ? key
                : columns.names().stream()
                        .filter(name -> Arrays.asList(rows.columns()).contains(name))
                        .map(functions::col)
                        .toArray(Column[]::new);
        StructType schema = rows.schema();
        for (StructField field : added) {
            schema = schema.add(field);
        }
        Broadcast<RunFiles> run = broadcast(rows.sparkSession());
        int width = rows.schema().size();
        return rows.withColumn(KEY, functions.xxhash64(hashed))
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) partition -> flat(batches(partition), batch -> {
                            TrainedRun opened = run.value().open();
                            long[] keys = batch.stream()
                                    .mapToLong(row -> row.getLong(width))
                                    .toArray();
                            return alone(() -> work.results(opened, columns, batch, keys)).stream()
                                    .flatMap(List::stream)
                                    .toList();
                        }),
                        Encoders.row(schema));
    }

    private static StructField field(String name) {
        return DataTypes.createStructField(name, DataTypes.DoubleType, false);
    }

    /** Computes on this thread alone, since an executor runs a task for each of its cores. */
    private static <T> T alone(Supplier<T> work) {
        List<T> result = new ArrayList<>(1);
        Workers.common().runSequentially(() -> result.add(work.get()));
        return result.get(0);
    }

    private static Samples complete(Samples rows) {
        if (rows.incomplete().length > 0) {
            throw new DataException(
                    rows.incomplete().length + " rows have nulls in columns that the run has learnt.",
                    "Every cell of such a column has a value here.",
                    "Impute the rows first, or drop them.");
        }
        return rows;
    }

    /** The values of a row, without the key at its end. */
    private static Object[] values(Row row) {
        Object[] values = new Object[row.size() - 1];
        Arrays.setAll(values, row::get);
        return values;
    }

    private static Row appended(Object[] cells, Object... more) {
        Object[] all = Arrays.copyOf(cells, cells.length + more.length, Object[].class);
        System.arraycopy(more, 0, all, cells.length, more.length);
        return RowFactory.create(all);
    }

    private static Iterator<List<Row>> batches(Iterator<Row> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public List<Row> next() {
                if (!rows.hasNext()) {
                    throw new NoSuchElementException();
                }
                List<Row> batch = new ArrayList<>();
                while (rows.hasNext() && batch.size() < ROWS) {
                    batch.add(rows.next());
                }
                return batch;
            }
        };
    }

    private static <T> Iterator<Row> flat(Iterator<T> items, Function<T, List<Row>> rows) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED), false)
                .flatMap(item -> rows.apply(item).stream())
                .iterator();
    }
}
