package org.energymatching.nn.feature;

import java.util.List;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Shape;

/**
 * A convolution without bias and its batch normalization, with their names and shapes in a state dict.
 *
 * @param convolution its name, for example {@code layer1.0.conv1}
 * @param normalization the name of the normalization, for example {@code layer1.0.bn1}
 * @param inputs channels before
 * @param outputs channels after
 * @param height of the kernel
 * @param width of the kernel
 * @param stride in both directions
 * @param padded with zeros so that a stride of 1 keeps the size, or not at all
 */
record ConvolutionSpec(
        String convolution,
        String normalization,
        int inputs,
        int outputs,
        int height,
        int width,
        int stride,
        boolean padded) {

    /** The five arrays of a state dict; they are of a trained network, so they have no random initialisation. */
    List<ParameterSpec> parameters() {
        Shape channels = Shape.of(outputs);
        return List.of(
                new ParameterSpec(convolution + ".weight", Shape.of(outputs, inputs, height, width), 0),
                new ParameterSpec(normalization + ".weight", channels, 0),
                new ParameterSpec(normalization + ".bias", channels, 0),
                new ParameterSpec(normalization + ".running_mean", channels, 0),
                new ParameterSpec(normalization + ".running_var", channels, 0));
    }

    /** Rows of zeros above and below, and columns left and right. */
    public int[] padding() {
        return padded ? new int[] {(height - 1) / 2, (width - 1) / 2} : new int[] {0, 0};
    }
}
