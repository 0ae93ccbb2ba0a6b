package org.energymatching.nn.feature;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * One image of several channels and what networks do with it, by loops in double precision.
 *
 * @param values channel after channel, row-major
 */
public record NaiveImage(int channels, int height, int width, double[] values) {

    /** One image of a batch. */
    public static NaiveImage of(Tensor images, int index) {
        Shape shape = images.shape();
        float[] values = images.rows(index, index + 1).floats();
        double[] widened = new double[values.length];
        Arrays.setAll(widened, at -> values[at]);
        return new NaiveImage((int) shape.at(1), (int) shape.at(2), (int) shape.at(3), widened);
    }

    public double at(int channel, int row, int column) {
        return values[(channel * height + row) * width + column];
    }

    NaiveImage map(DoubleUnaryOperator function) {
        return new NaiveImage(
                channels, height, width, Arrays.stream(values).map(function).toArray());
    }

    public NaiveImage relu() {
        return map(value -> Math.max(0, value));
    }

    public NaiveImage plus(NaiveImage other) {
        double[] sums = new double[values.length];
        Arrays.setAll(sums, at -> values[at] + other.values[at]);
        return new NaiveImage(channels, height, width, sums);
    }

    /** Convolution and normalization, one after the other, as they are written. */
    public NaiveImage convolve(ConvolutionSpec spec, Map<String, float[]> weights, double epsilon) {
        float[] kernel = get(weights, spec.convolution() + ".weight");
        String norm = spec.normalization();
        int top = spec.padding()[0];
        int left = spec.padding()[1];
        int h = (height + 2 * top - spec.height()) / spec.stride() + 1;
        int w = (width + 2 * left - spec.width()) / spec.stride() + 1;
        double[] result = new double[spec.outputs() * h * w];
        for (int at = 0; at < result.length; at++) {
            int out = at / (h * w);
            int row = at / w % h * spec.stride() - top;
            int column = at % w * spec.stride() - left;
            double sum = 0;
            for (int weight = 0; weight < spec.inputs() * spec.height() * spec.width(); weight++) {
                int in = weight / (spec.height() * spec.width());
                int y = row + weight / spec.width() % spec.height();
                int x = column + weight % spec.width();
                if (y >= 0 && y < height && x >= 0 && x < width) {
                    sum += kernel[out * spec.inputs() * spec.height() * spec.width() + weight] * at(in, y, x);
                }
            }
            result[at] = get(weights, norm + ".weight")[out]
                            * (sum - get(weights, norm + ".running_mean")[out])
                            / Math.sqrt(get(weights, norm + ".running_var")[out] + epsilon)
                    + get(weights, norm + ".bias")[out];
        }
        return new NaiveImage(spec.outputs(), h, w, result);
    }

    /** The mean or the largest of the 3 by 3 pixels around each that lie within the image. */
    public NaiveImage pooled(boolean largest) {
        double[] result = new double[values.length];
        for (int at = 0; at < result.length; at++) {
            int row = at / width % height;
            int column = at % width;
            double sum = 0;
            double most = Double.NEGATIVE_INFINITY;
            int count = 0;
            for (int y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
                for (int x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
                    double value = at(at / (height * width), y, x);
                    sum += value;
                    most = Math.max(most, value);
                    count++;
                }
            }
            result[at] = largest ? most : sum / count;
        }
        return new NaiveImage(channels, height, width, result);
    }

    /** The mean of each channel. */
    public double[] means() {
        double[] means = new double[channels];
        for (int at = 0; at < values.length; at++) {
            means[at / (height * width)] += values[at] / (height * width);
        }
        return means;
    }

    public static float[] get(Map<String, float[]> weights, String name) {
        float[] values = weights.get(name);
        if (values == null) {
            throw new AssertionError("no array " + name);
        }
        return values;
    }
}
