package org.energymatching.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.energymatching.Samples;
import org.energymatching.cli.Em;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In this process; with {@code -Pslow} on a cluster of two executors, each a process of its own. */
@DisabledOnOs(OS.WINDOWS)
class EnergyMatchingModelTest {

    private static final String MASTER = System.getProperty("spark.test.master", "local[2]");
    private static final int MANY = 1500;
    private static final StructType ORDERS = new StructType()
            .add("price", DataTypes.DoubleType)
            .add("pieces", DataTypes.IntegerType)
            .add("kind", DataTypes.StringType);

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static Path moons;
    private static Path orders;
    private static TrainedRun moonsHere;

    @BeforeAll
    static void trainAndStart() throws IOException {
        moons = folder.resolve("moons");
        em(
                "train",
                "toy2d",
                "--run",
                moons,
                "--no-report",
                "phases.warm-up.steps=30",
                "phases.joint.steps=1",
                "sampling.time=0.3");
        moonsHere = TrainedRun.open(moons);
        Path table = folder.resolve("orders.csv");
        Files.writeString(table, "price,pieces,kind\n" + String.join("\n", madeOrders(400)));
        orders = folder.resolve("orders");
        em("train", "table", "--data", table, "--run", orders, "--no-report", "phases.density.steps=20");
        Path home = Path.of(Objects.requireNonNull(System.getenv("SPARK_HOME")));
        Files.createDirectories(home.resolve("jars"));
        Files.writeString(home.resolve("RELEASE"), "made for a test");
        spark = SparkSession.builder()
                .master(MASTER)
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        if (spark != null) {
            spark.stop();
        }
    }

    private static void em(Object... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Em.run(
                Arrays.stream(words).map(Object::toString).toArray(String[]::new),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    }

    private static List<String> madeOrders(int n) {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, n)
                .mapToObj(i -> {
                    int pieces = 1 + random.nextInt(9);
                    return Math.round(100 * pieces * (2 + random.nextDouble())) / 100.0 + "," + pieces + ","
                            + (pieces > 5 ? "box" : random.nextBoolean() ? "bag" : "box");
                })
                .toList();
    }

    private static EnergyMatchingModel model(Path run) {
        return EnergyMatchingModel.load(spark, run.toString());
    }

    private static double[][] numbers(Dataset<Row> rows, String... columns) {
        return rows.collectAsList().stream()
                .map(row -> Arrays.stream(columns)
                        .mapToDouble(column -> ((Number) row.getAs(column)).doubleValue())
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[][] samplesHere(int n) {
        Samples drawn = moonsHere.inDataUnits(moonsHere.samples(0, n, 7));
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = new double[] {i, drawn.values()[2 * i], drawn.values()[2 * i + 1]};
        }
        return rows;
    }

    @Test
    void samplesAreThoseOfOneProcessInAnyNumberOfPartitions() {
        double[][] here = samplesHere(MANY);
        for (int partitions : new int[] {1, 7, 20}) {
            assertThat(numbers(model(moons).sample(spark, MANY, 7, partitions).orderBy("id"), "id", "x1", "x2"))
                    .isDeepEqualTo(here);
        }
    }

    @Test
    void energiesAreThoseOfOneProcess() {
        Dataset<Row> points = model(moons).sample(spark, MANY, 1, 3).orderBy("id");
        double[][] rows = numbers(points, "x1", "x2");
        double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        double[] here = moonsHere.energies(moonsHere.standardised(new DoubleRows(values, 2), "here"));
        double[][] there = numbers(model(moons).transform(points.repartition(7)).orderBy("id"), "energy");
        // With some kernels of products the last bits of a row depend on its place in a block, which partitions change.
        assertThat(Arrays.stream(there).mapToDouble(row -> row[0]).toArray()).containsExactly(here, within(1e-5));
    }

    @Test
    @Tag("slow")
    void aKilledExecutorLosesNothing() throws Exception {
        double[][] here = samplesHere(4 * MANY);
        AtomicBoolean killed = new AtomicBoolean();
        Thread killer = new Thread(() -> {
            while (!killed.get() && !Thread.currentThread().isInterrupted()) {
                if (spark.sparkContext().statusTracker().getActiveStageIds().length > 0) {
                    ProcessHandle.current()
                            .descendants()
                            .filter(process ->
                                    process.info().command().orElse("").endsWith("java"))
                            .findFirst()
                            .ifPresent(executor -> killed.set(executor.destroyForcibly()));
                }
                try {
                    Thread.sleep(100);
                } catch (InterruptedException end) {
                    return;
                }
            }
        });
        killer.start();
        double[][] there = numbers(model(moons).sample(spark, 4 * MANY, 7, 12).orderBy("id"), "id", "x1", "x2");
        killer.interrupt();
        killer.join();
        assertThat(killed).as("an executor was killed").isTrue();
        assertThat(there).isDeepEqualTo(here);
    }

    @Test
    void typedRowsAreSampledAndCompleted() {
        EnergyMatchingModel model = model(orders);
        List<Row> sampled =
                model.sample(spark, 300, 1, 2).select("pieces", "kind").collectAsList();
        assertThat(sampled).allSatisfy(row -> {
            assertThat(row.getDouble(0)).isBetween(1.0, 9.0).isEqualTo(Math.rint(row.getDouble(0)));
            assertThat(row.getString(1)).isIn("box", "bag");
        });
        List<Row> gaps = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            gaps.add(RowFactory.create(5.0 + i, i % 2 == 0 ? null : 1 + i % 9, i % 3 == 0 ? null : "box"));
        }
        Dataset<Row> frame = spark.createDataFrame(gaps, ORDERS);
        Dataset<Row> completed = model.impute(frame, 3, 1);
        assertThat(completed.schema().fieldNames()).containsExactly("price", "pieces", "kind", "draw");
        List<Row> rows = completed.orderBy("price", "draw").collectAsList();
        assertThat(rows).hasSize(120).allSatisfy(row -> {
            assertThat(row.anyNull()).isFalse();
            assertThat(row.getInt(1)).isBetween(1, 9);
        });
        assertThat(rows.get(3).getInt(1)).isEqualTo(2); // it was not missing
        assertThat(model.impute(frame.repartition(9), 3, 1)
                        .orderBy("price", "draw")
                        .collectAsList())
                .isEqualTo(rows);
    }

    @Test
    void anomaliesAndDimensionsAreColumns() {
        EnergyMatchingModel model = model(moons).copy(ParamMap.empty());
        Dataset<Row> usual = model.sample(spark, 2000, 5, 2).drop("id");
        Dataset<Row> rows = model.sample(spark, 500, 6, 2)
                .drop("id")
                .union(spark.range(20)
                        .select(
                                functions.lit(30.0).as("x1"),
                                functions.lit(30.0).as("x2")));
        List<Row> flagged = model.anomalies(rows, usual, 0.01).filter("flagged").collectAsList();
        assertThat(flagged).hasSizeBetween(20, 40);
        assertThat(flagged.stream().filter(row -> row.getDouble(0) == 30.0)).hasSize(20);
        assertThat(model.dimension(usual.limit(50), 1e9).filter("dimension = 2").count())
                .isEqualTo(50);
    }

    @Test
    void aModelIsSavedAndLoadedAloneAndInAPipeline() throws IOException {
        Dataset<Row> points = model(moons).sample(spark, 10, 1);
        String alone = folder.resolve("alone").toUri().toString();
        model(moons).save(alone);
        assertThat(EnergyMatchingModel.read().load(alone).sample(spark, 10, 1).collectAsList())
                .isEqualTo(points.collectAsList());
        String staged = folder.resolve("staged").toUri().toString();
        PipelineModel pipeline =
                new Pipeline().setStages(new PipelineStage[] {model(moons)}).fit(points);
        pipeline.save(staged);
        assertThat(PipelineModel.load(staged).transform(points).collectAsList())
                .isEqualTo(model(moons).withEnergy(points).collectAsList());
    }

    @Test
    void theProgramReadsAndWritesTables() {
        String rows = folder.resolve("rows.parquet").toString();
        String energies = folder.resolve("energies.csv").toString();
        SparkProgram.run(spark, List.of("sample", moons.toString(), "20", rows, "3"));
        SparkProgram.run(spark, List.of("energy", moons.toString(), rows, energies));
        assertThat(spark.read().option("header", "true").csv(energies).columns())
                .containsExactly("id", "x1", "x2", "energy");
        assertThatThrownBy(() -> SparkProgram.run(spark, List.of("train", moons.toString())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("The arguments are 'train ");
    }

    @Test
    @Tag("slow")
    void aBarrierStageTrainsTogetherTheWeightsOfOneProcess() {
        Dataset<Row> table = spark.read()
                .option("header", "true")
                .option("inferSchema", "true")
                .csv(folder.resolve("orders.csv").toString());
        String[] settings = {"phases.density.steps=20", "run.exactSums=true"};
        EnergyMatchingModel two =
                EnergyMatching.of("table", folder.resolve("two"), 2, settings).fit(table);
        EnergyMatchingModel one =
                EnergyMatching.of("table", folder.resolve("one"), 1, settings).fit(table);
        assertThat(two.sample(spark, 50, 1, 1).collectAsList())
                .isEqualTo(one.sample(spark, 50, 1, 1).collectAsList());
        assertThatThrownBy(() -> EnergyMatching.of("no-recipe", folder.resolve("none"), 1)
                        .fit(table))
                .hasMessageContaining("Process 0 ended with exit code 2")
                .hasMessageContaining("no-recipe");
    }

    @Test
    void wrongFramesAndRunsAreRefusedByTheDriver() {
        assertThatThrownBy(() -> model(moons).withEnergy(spark.range(3).toDF("x1")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("The DataFrame has no column x2.");
        assertThatThrownBy(() -> model(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no checkpoint");
        assertThatThrownBy(() -> model(moons).sample(spark, 0, 1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> model(moons).impute(spark.range(3).toDF("x1"), 2, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("mixture");
        Dataset<Row> text = spark.range(3)
                .select(functions.lit("a").as("x1"), functions.lit(1.0).as("x2"));
        assertThatThrownBy(() -> model(moons).withEnergy(text).count())
                .rootCause()
                .hasMessageContaining("The column x1 has the value 'a'.");
    }
}
