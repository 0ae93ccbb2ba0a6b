package org.energymatching.nn.image;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** Image potentials that are evaluated in milliseconds, numbers to fill them with, and how far results lie apart. */
public final class SmallImages {

    private SmallImages() {}

    public static Head vision(double dropout) {
        return new VisionHead(4, 8, 1, 2, dropout);
    }

    public static Head perceptron() {
        return new PerceptronHead(List.of(8));
    }

    /**
     * Pictures of 8x8 pixels, 16x16 where there are three levels: groups of the four numbers that 2x2 pixels are would make
     * it sensitive to rounding. Attention is at 4x4 pixels.
     */
    static ImagePotential potential(
            int channels, List<Integer> multipliers, boolean residualResampling, double dropout, Head head) {
        UNet unet = new UNet(32, multipliers, 1, List.of(4), 2, 0, dropout, residualResampling);
        int side = multipliers.size() > 2 ? 16 : 8;
        return new ImagePotential(Shape.of(channels, side, side), unet, head, 3);
    }

    /** Normal numbers of deviation 0.1 around each spec's centre: layers that begin at zero say something, too. */
    public static Parameters random(List<ParameterSpec> specs, Rng rng) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            Rng own = rng.stream(spec.name());
            float[] drawn = new float[spec.shape().length()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (float) (spec.centre() + 0.1 * own.nextGaussian());
            }
            values.put(spec.name(), drawn);
        }
        return Parameters.of(specs, values);
    }

    /** Normal numbers. */
    public static Tensor normal(Rng rng, long... extents) {
        Shape shape = Shape.of(extents);
        float[] values = new float[shape.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return Tensor.of(values, shape);
    }

    /** The same picture, pixel after pixel in memory. */
    public static Tensor channelsLast(Tensor picture) {
        return result(() -> unwrap(picture).contiguous(MemoryFormat.ChannelsLast));
    }

    /** All numbers of several tensors, one after another. */
    public static float[] flat(List<Tensor> tensors) {
        return Tape.flat(tensors).floats();
    }

    /** The largest difference as a share of the largest number expected; NaN where there is one. */
    public static double apart(float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            throw new AssertionError(actual.length + " numbers in place of " + expected.length);
        }
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs((double) actual[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return worst / largest;
    }

    /** As {@link #apart(float[], float[])}. */
    public static double apart(Tensor actual, Tensor expected) {
        if (!actual.shape().equals(expected.shape())) {
            throw new AssertionError(actual.shape() + " in place of " + expected.shape());
        }
        return apart(actual.floats(), expected.floats());
    }

    /** The largest magnitude, infinite where a number is none. */
    public static double largest(Tensor tensor) {
        double largest = 0;
        for (float value : tensor.floats()) {
            largest = Float.isNaN(value) ? Double.POSITIVE_INFINITY : Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
