package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.data.Split;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.data.table.Table;
import org.energymatching.data.table.TableReading;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.training.RunDirectory;

/**
 * Days of electricity given their month: {@code days RUN sgsc50_daily48.csv}, for a run of {@code em train table} with
 * {@code data.condition=[month(date),weekday(date)]} and the standard seed and holdout. For each month, against its held-out days: the
 * energy distance of samples and of as many training days, and the CRPS of the mean profile of ten samples, given the month and not.
 */
final class Days {

    private static final int SAMPLES = 240;
    private static final int GROUP = 10;
    private static final double TIME = 2;

    private Days() {}

    /** Arguments: the run and the table. */
    public static void main(String[] args) {
        Checkpoint checkpoint =
                Checkpoint.read(new RunDirectory(Path.of(args[0])).newest().orElseThrow());
        Table table = Table.read(
                Path.of(args[1]),
                TableReading.of(ColumnSelection.allBut(List.of("customer_id", "date")))
                        .words(List.of("date")));
        List<String> dates = table.words().getOrDefault("date", List.of());
        Split.Rows split = Split.rows(table.rows().rows(), 0.1, Rng.of(0).stream("holdout"));
        Samples all = Objects.requireNonNull(checkpoint.standardization()).apply(table.rows());
        double[] sums = new double[5];
        say("month  days   distance given  not given  training days   CRPS of mean profile given  not given");
        for (int month = 1; month <= 12; month++) {
            Samples real = all.pick(of(month, split.heldOut(), dates));
            Samples training = all.pick(of(month, split.training(), dates));
            Samples given = draw(checkpoint, Map.of("month", Integer.toString(month)), month);
            Samples open = draw(checkpoint, Map.of(), month);
            double[] row = {
                EnergyDistance.between(given, real),
                EnergyDistance.between(open, real),
                EnergyDistance.between(some(training, month), real),
                crps(given, real),
                crps(open, real)
            };
            for (int k = 0; k < row.length; k++) {
                sums[k] += row[k] / 12;
            }
            say(
                    "%5d %5d %15.4f %10.4f %14.4f %28.4f %10.4f",
                    month, real.rows(), row[0], row[1], row[2], row[3], row[4]);
        }
        say(" mean       %15.4f %10.4f %14.4f %28.4f %10.4f", sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    /** As many rows as there are samples, drawn at random: the days of a home lie side by side in the file. */
    private static Samples some(Samples rows, long seed) {
        Rng rng = Rng.of(seed);
        return rows.pick(IntStream.range(0, SAMPLES)
                .map(i -> rng.at(i).nextInt(rows.rows()))
                .toArray());
    }

    private static int[] of(int month, int[] rows, List<String> dates) {
        return Arrays.stream(rows)
                .filter(row -> LocalDate.parse(dates.get(row)).getMonthValue() == month)
                .toArray();
    }

    private static Samples draw(Checkpoint checkpoint, Map<String, String> condition, long seed) {
        float[] encoded = checkpoint.architecture().conditions().encode(condition);
        try (Scope scope = Scope.open()) {
            Potential potential = checkpoint.potential().given(Tensor.of(encoded, Shape.of(1, encoded.length)));
            return new Sampler(Kernel.eulerMaruyama(), TemperatureSchedule.ramp(0.8, 0.02), new TimeGrid(TIME, 0.01))
                    .sample(Target.of(potential), StandardNormal.of(all(checkpoint)), SAMPLES, seed);
        }
    }

    private static int all(Checkpoint checkpoint) {
        return checkpoint.architecture().inputShape().length();
    }

    /** The CRPS of the ensemble of mean profiles of ten samples, against the mean profile of the real days: mean over half-hours. */
    private static double crps(Samples samples, Samples real) {
        int d = real.width();
        int groups = samples.rows() / GROUP;
        double sum = 0;
        for (int j = 0; j < d; j++) {
            double truth = 0;
            for (int i = 0; i < real.rows(); i++) {
                truth += (double) real.values()[i * d + j] / real.rows();
            }
            double[] means = new double[groups];
            for (int i = 0; i < groups * GROUP; i++) {
                means[i / GROUP] += (double) samples.values()[i * d + j] / GROUP;
            }
            double apart = 0;
            double within = 0;
            for (double a : means) {
                apart += Math.abs(a - truth) / groups;
                for (double b : means) {
                    within += Math.abs(a - b) / ((double) groups * (groups - 1));
                }
            }
            sum += (apart - within / 2) / d;
        }
        return sum;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
