package org.energymatching.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.energymatching.cli.Em;
import org.energymatching.error.FailedException;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * Trains a recipe on the rows of a DataFrame: a barrier stage starts a process for each task, and the processes train together over
 * libtorch's c10d, as {@code em train} does under torchrun.
 *
 * <p>The run directory lies on a file system that all executors see, under the same path; beside it the rows are written as CSV.
 * A stage that Spark repeats resumes the run. The jars of this program are on the class path of the executors.
 */
public final class EnergyMatching extends Estimator<EnergyMatchingModel> {

    private static final long serialVersionUID = 1;
    private static final int LAST = 2000;

    private final String name;
    private final String recipe;
    private final String run;
    private final int processes;
    private final List<String> settings;

    private EnergyMatching(String name, String recipe, String run, int processes, List<String> settings) {
        this.name = name;
        this.recipe = recipe;
        this.run = run;
        this.processes = processes;
        this.settings = new ArrayList<>(settings);
    }

    /**
     * Training of a recipe.
     *
     * @param recipe as for {@code em train}
     * @param run the run directory
     * @param processes how many tasks train together, at most as many as run at once
     * @param settings of the form key=value
     */
    public static EnergyMatching of(String recipe, Path run, int processes, String... settings) {
        return new EnergyMatching(
                Identifiable$.MODULE$.randomUID("energyMatching"),
                recipe,
                run.toAbsolutePath().toString(),
                processes,
                List.of(settings));
    }

    @Override
    public EnergyMatchingModel fit(Dataset<?> rows) {
        Path data = Path.of(run + "-data");
        rows.coalesce(1)
                .write()
                .mode(SaveMode.Overwrite)
                .option("header", "true")
                .csv(data.toUri().toString());
        String table = table(data).toString();
        List<String> words = new ArrayList<>(List.of("train", recipe, "--data", table, "--run", run, "--no-report"));
        words.addAll(settings);
        RDD<Integer> ranks = JavaSparkContext.fromSparkContext(
                        rows.sparkSession().sparkContext())
                .parallelize(IntStream.range(0, processes).boxed().toList(), processes)
                .rdd();
        ranks.barrier()
                .mapPartitions(new Training(words), false, ClassTag$.MODULE$.apply(Integer.class))
                .count();
        return EnergyMatchingModel.load(rows.sparkSession(), run);
    }

    private static Path table(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public EnergyMatching copy(ParamMap extra) {
        return new EnergyMatching(name, recipe, run, processes, settings);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return schema.add(EnergyMatchingModel.ENERGY, DataTypes.DoubleType, false);
    }

    @Override
    public String uid() {
        return name;
    }

    /** A task of the barrier stage: the process of its number. */
    private static final class Training extends AbstractFunction1<Iterator<Integer>, Iterator<Integer>>
            implements Serializable {

        private static final long serialVersionUID = 1;

        private final List<String> words;

        Training(List<String> words) {
            this.words = words;
        }

        @Override
        public Iterator<Integer> apply(Iterator<Integer> ranks) {
            try {
                train(BarrierTaskContext.get());
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
            return ranks;
        }

        private void train(BarrierTaskContext task) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djava.awt.headless=true",
                    "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                    "-cp",
                    Objects.requireNonNull(System.getProperty("java.class.path")),
                    Em.class.getName()));
            command.addAll(words);
            Path log = Files.createTempFile("energy-matching", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            String master = task.getTaskInfos()[0].address().replaceFirst(":\\d+$", "");
            builder.environment().put("RANK", Integer.toString(task.partitionId()));
            builder.environment().put("WORLD_SIZE", Integer.toString(task.getTaskInfos().length));
            builder.environment().put("MASTER_ADDR", master);
            builder.environment().put("MASTER_PORT", task.allGather(freePort())[0]); // that of the first task
            Process process = builder.start();
            try {
                if (process.waitFor() != 0) {
                    String said = Files.readString(log);
                    throw new FailedException(
                            "Process " + task.partitionId() + " ended with exit code " + process.exitValue() + ": "
                                    + said.substring(Math.max(0, said.length() - LAST)),
                            "All processes of a barrier stage train to the end.",
                            "Mend what the first error names; the same call resumes from the last checkpoint.");
                }
            } finally {
                process.destroyForcibly();
                Files.delete(log);
            }
        }

        private static String freePort() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return Integer.toString(socket.getLocalPort());
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        }
    }
}
