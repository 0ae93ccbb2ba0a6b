package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.condition.Conditions;
import org.energymatching.data.file.EpochOrder;
import org.energymatching.data.image.ImageLabels;
import org.energymatching.data.image.ImageReading;
import org.energymatching.data.image.Images;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.metric.EnergyClassification;
import org.energymatching.nn.Adam;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.training.RunDirectory;

/**
 * Digits that a conditional potential draws for their labels, as a classifier of our own reads them: {@code digits RUN
 * train-images-idx3-ubyte.gz t10k-images-idx3-ubyte.gz [samples] [guidance] [step]}. Also how often the lowest V(x | label) is the right one.
 */
final class Digits {

    private static final int CLASSES = 10;
    private static final int[] WIDTHS = {784, 512, 512, CLASSES};
    private static final int BATCH = 128;
    private static final int EPOCHS = 12;
    private static final int BY_ENERGY = 500;
    private static final double STEP = 0.02;

    private Digits() {}

    /** Pictures and their labels. */
    private record Labelled(Samples x, int[] labels) {

        static Labelled read(Path path) {
            Images images = Images.read(path, ImageReading.asStored());
            int[] labels = ImageLabels.of(path, images).stream()
                    .mapToInt(Integer::parseInt)
                    .toArray();
            return new Labelled(images.set().samples(), labels);
        }

        Labelled pick(int... rows) {
            return new Labelled(
                    x.pick(rows), Arrays.stream(rows).map(row -> labels[row]).toArray());
        }
    }

    /** A perceptron with a logistic output for each class, trained by Adam on pictures moved by up to two pixels. */
    private record Classifier(Parameters parameters) implements AutoCloseable {

        static Classifier train(Labelled data, Rng rng) {
            List<ParameterSpec> specs = new ArrayList<>();
            for (int layer = 0; layer + 1 < WIDTHS.length; layer++) {
                double bound = 1 / Math.sqrt(WIDTHS[layer]);
                specs.add(new ParameterSpec("w" + layer, Shape.of(WIDTHS[layer + 1], WIDTHS[layer]), bound));
                specs.add(new ParameterSpec("b" + layer, Shape.of(WIDTHS[layer + 1]), bound));
            }
            Parameters parameters = Parameters.initial(specs, rng.stream("weights"));
            int steps = EPOCHS * (data.labels.length / BATCH);
            try (Adam adam = Adam.create(parameters.size(), 0.9, 0.999, Device.cpu());
                    Parameters leaves = parameters.trainable()) {
                for (int step = 0; step < steps; step++) {
                    int[] rows = EpochOrder.rows(data.labels.length, step, BATCH, rng.stream("order"));
                    Labelled batch = data.pick(rows);
                    try (Scope scope = Scope.open()) {
                        Samples moved = moved(batch.x, rng.stream("moves").at(step));
                        Tensor loss = loss(logits(moved, leaves), batch.labels);
                        Tensor gradient = Tape.flat(Autodiff.gradients(loss, leaves.leaves(), false));
                        double rate = 1e-3 * (1 + Math.cos(Math.PI * step / steps)) / 2;
                        adam.update(parameters, gradient, rate, step + 1);
                    }
                }
            }
            return new Classifier(parameters);
        }

        private static Samples moved(Samples x, Rng rng) {
            float[] values = new float[x.values().length];
            Arrays.fill(values, -1);
            for (int row = 0; row < x.rows(); row++) {
                Rng own = rng.at(row);
                int right = own.nextInt(5) - 2;
                int down = own.nextInt(5) - 2;
                for (int i = Math.max(0, down); i < Math.min(28, 28 + down); i++) {
                    for (int j = Math.max(0, right); j < Math.min(28, 28 + right); j++) {
                        values[row * 784 + i * 28 + j] = x.values()[row * 784 + (i - down) * 28 + j - right];
                    }
                }
            }
            return new Samples(values, x.shape());
        }

        /** (B, 10). */
        private static Tensor logits(Samples x, Parameters parameters) {
            Tensor h = x.tensor(Device.cpu()).reshape(x.rows(), -1);
            for (int layer = 0; layer + 1 < WIDTHS.length; layer++) {
                h = h.linear(parameters.get("w" + layer), parameters.get("b" + layer));
                h = layer + 2 < WIDTHS.length ? h.relu() : h;
            }
            return h;
        }

        /** Σ softplus(∓ logit): logistic, class by class. */
        private static Tensor loss(Tensor logits, int[] labels) {
            float[] signs = new float[labels.length * CLASSES];
            Arrays.fill(signs, 1);
            for (int i = 0; i < labels.length; i++) {
                signs[i * CLASSES + labels[i]] = -1;
            }
            Tensor sign = Tensor.of(signs, Shape.of(labels.length, CLASSES));
            return logits.times(sign).softplus().sum().times(1.0 / labels.length);
        }

        double accuracy(Labelled data) {
            int right = 0;
            for (int from = 0; from < data.labels.length; from += 1000) {
                int to = Math.min(from + 1000, data.labels.length);
                try (Scope scope = Scope.open()) {
                    float[] logits = logits(data.x.slice(from, to), parameters).floats();
                    for (int i = from; i < to; i++) {
                        right += largest(logits, (i - from) * CLASSES) == data.labels[i] ? 1 : 0;
                    }
                }
            }
            return (double) right / data.labels.length;
        }

        @Override
        public void close() {
            parameters.close();
        }
    }

    private static int largest(float[] values, int from) {
        return IntStream.range(0, CLASSES)
                .reduce((best, k) -> values[from + k] > values[from + best] ? k : best)
                .orElseThrow();
    }

    /** Arguments: the run, training pictures, test pictures, how many samples, guidance and the step of Heun's method. */
    public static void main(String[] args) {
        Labelled test = Labelled.read(Path.of(args[2]));
        Checkpoint checkpoint =
                Checkpoint.read(new RunDirectory(Path.of(args[0])).newest().orElseThrow());
        int n = args.length > 3 ? Integer.parseInt(args[3]) : 1000;
        try (Classifier classifier = Classifier.train(Labelled.read(Path.of(args[1])), Rng.of(0))) {
            say("classifier on real digits: %.4f", classifier.accuracy(test));
            byEnergy(checkpoint, test);
            for (double guidance :
                    args.length > 4 ? new double[] {Double.parseDouble(args[4])} : new double[] {1, 1.5}) {
                Labelled drawn = draw(checkpoint, n, guidance, args.length > 5 ? Double.parseDouble(args[5]) : STEP);
                say("%d samples given their label, guidance %s: %.4f", n, guidance, classifier.accuracy(drawn));
            }
        }
    }

    private static Tensor condition(Checkpoint checkpoint, int... labels) {
        int width = checkpoint.architecture().conditions().width();
        float[] rows = new float[labels.length * width];
        for (int i = 0; i < labels.length; i++) {
            float[] row = checkpoint.architecture().conditions().encode(Map.of("label", Integer.toString(labels[i])));
            System.arraycopy(row, 0, rows, i * width, width);
        }
        return Tensor.of(rows, Shape.of(labels.length, width));
    }

    private static Labelled draw(Checkpoint checkpoint, int n, double guidance, double step) {
        int[] labels = IntStream.range(0, n).map(i -> i % CLASSES).toArray();
        try (Scope scope = Scope.open()) {
            Potential potential = checkpoint.potential().given(condition(checkpoint, labels), guidance);
            Samples x = new Sampler(Kernel.heun(), TemperatureSchedule.ramp(1, 0.05), new TimeGrid(1, step), 8)
                    .sample(Target.of(potential), StandardNormal.of(1, 28, 28), n, 1);
            return new Labelled(x, labels);
        }
    }

    private static void byEnergy(Checkpoint checkpoint, Labelled test) {
        int[] labels = Arrays.copyOf(test.labels, BY_ENERGY);
        Conditions conditions = checkpoint.architecture().conditions();
        float[] given = new float[BY_ENERGY * conditions.width()];
        for (int i = 0; i < BY_ENERGY; i++) {
            float[] row = conditions.encode(Map.of("label", Integer.toString(labels[i])));
            System.arraycopy(row, 0, given, i * row.length, row.length);
        }
        Samples some = test.x.slice(0, BY_ENERGY).given(new Samples(given, Shape.of(BY_ENERGY, conditions.width())));
        EnergyClassification.of(checkpoint.potential(), conditions, some)
                .forEach(by -> say("lowest V(x | label) is the right label: %.4f of %d", by.accuracy(), by.rows()));
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
