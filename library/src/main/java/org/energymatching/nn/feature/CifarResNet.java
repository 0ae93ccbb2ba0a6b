package org.energymatching.nn.feature;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The ResNet for CIFAR with 20, 32, 44, 56 or more layers, as a classifier and as a network of 64 features.
 *
 * <pre>
 * y = relu(conv(x̂)),  x̂ = (x / 255 − m) / s          m, s: ImageNet's mean and deviation of each colour
 * y ← relu(y′ + conv(relu(conv(y))))                 n times each with 16, 32 and 64 channels: 6n + 2 layers
 * features = mean of y over the pixels,  logits = W · features + b
 * </pre>
 *
 * <p>The shortcut y′ is y itself, or where the channels double every second pixel of y between channels of zeros (the
 * paper's option A, which has no weights). Distances between its features are only relative measures and not FIDs.
 *
 * <p>K. He, X. Zhang, S. Ren and J. Sun, "Deep residual learning for image recognition", CVPR 2016, section 4.2. The names
 * of the arrays are those of Y. Idelbayev's implementation in PyTorch, without the prefix {@code module.}
 */
public final class CifarResNet implements FeatureNetwork {

    private static final double EPSILON = 1e-5;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};
    private static final int[] CHANNELS = {16, 32, 64};

    private final int blocks;
    private final Map<String, FoldedConvolution> convolutions = new LinkedHashMap<>();
    private final Tensor weight;
    private final Tensor bias;

    private CifarResNet(int blocks, int classes, Map<String, float[]> weights) {
        this.blocks = blocks;
        try (Parameters parameters = FeatureWeights.read(
                "ResNet-" + depth() + " for CIFAR", parameters(blocks, classes), weights, likelyCause(weights))) {
            for (ConvolutionSpec spec : specs(blocks)) {
                convolutions.put(spec.convolution(), FoldedConvolution.of(spec, parameters, EPSILON));
            }
            weight = copy(parameters.get("linear.weight"));
            bias = copy(parameters.get("linear.bias"));
        }
    }

    /**
     * The network of a state dict; its depth and its number of classes follow from the names.
     *
     * @throws org.energymatching.error.DataException if an array is missing, unknown or has another shape
     */
    public static CifarResNet of(Map<String, float[]> weights) {
        int blocks = 0;
        while (weights.containsKey("layer1." + blocks + ".conv1.weight")) {
            blocks++;
        }
        return new CifarResNet(Math.max(1, blocks), weights.getOrDefault("linear.bias", new float[10]).length, weights);
    }

    /** The arrays of the state dict of a network of 6n + 2 layers. */
    static List<ParameterSpec> parameters(int n, int classes) {
        List<ParameterSpec> parameters = new ArrayList<>();
        specs(n).forEach(spec -> parameters.addAll(spec.parameters()));
        parameters.add(new ParameterSpec("linear.weight", Shape.of(classes, CHANNELS[2]), 0));
        parameters.add(new ParameterSpec("linear.bias", Shape.of(classes), 0));
        return parameters;
    }

    /** The number of layers with weights: 20 for ResNet-20. */
    public int depth() {
        return 6 * blocks + 2;
    }

    /** The 64 numbers before the last layer: (B, 3, h, w) with values 0 … 255 to (B, 64). */
    @Override
    public Tensor features(Tensor images) {
        ColourImages.require(images, "ResNet-" + depth());
        Shape colours = Shape.of(3, 1, 1);
        Tensor y = convolve(
                        "conv1",
                        images.detach()
                                .times(1 / 255.0)
                                .minus(Tensor.of(MEAN, colours))
                                .dividedBy(Tensor.of(DEVIATION, colours)))
                .relu();
        for (int layer = 1; layer <= CHANNELS.length; layer++) {
            for (int block = 0; block < blocks; block++) {
                String name = "layer" + layer + "." + block + ".";
                Tensor shortcut = layer > 1 && block == 0 ? halved(y) : y;
                Tensor residual =
                        convolve(name + "conv2", convolve(name + "conv1", y).relu());
                y = shortcut.plus(residual).relu();
            }
        }
        return y.sum(2, 3).times(1.0 / (y.shape().at(2) * y.shape().at(3)));
    }

    /** The logits of features, one number for each class: (B, 64) to (B, classes). */
    public Tensor logits(Tensor features) {
        return features.linear(weight, bias);
    }

    @Override
    public void close() {
        convolutions.values().forEach(FoldedConvolution::close);
        weight.close();
        bias.close();
    }

    private Tensor convolve(String name, Tensor x) {
        FoldedConvolution convolution = convolutions.get(name);
        if (convolution == null) {
            throw new IllegalArgumentException("no convolution named " + name);
        }
        return convolution.apply(x);
    }

    /** Every second pixel, with half as many channels of zeros before and after: (B, c, h, w) to (B, 2c, h/2, w/2). */
    private static Tensor halved(Tensor y) {
        long added = y.shape().at(1) / 2;
        var everySecond = unwrap(y)
                .slice(2, new LongOptional(), new LongOptional(), 2)
                .slice(3, new LongOptional(), new LongOptional(), 2);
        return wrap(torch.constant_pad_nd(everySecond, 0, 0, 0, 0, added, added));
    }

    private static List<ConvolutionSpec> specs(int blocks) {
        List<ConvolutionSpec> specs = new ArrayList<>();
        int channels = CHANNELS[0];
        specs.add(new ConvolutionSpec("conv1", "bn1", 3, channels, 3, 3, 1, true));
        for (int layer = 1; layer <= CHANNELS.length; layer++) {
            int wider = CHANNELS[layer - 1];
            for (int block = 0; block < blocks; block++) {
                String name = "layer" + layer + "." + block + ".";
                int stride = wider > channels ? 2 : 1;
                specs.add(new ConvolutionSpec(name + "conv1", name + "bn1", channels, wider, 3, 3, stride, true));
                specs.add(new ConvolutionSpec(name + "conv2", name + "bn2", wider, wider, 3, 3, 1, true));
                channels = wider;
            }
        }
        return specs;
    }

    private static String likelyCause(Map<String, float[]> weights) {
        boolean otherShortcuts =
                weights.keySet().stream().anyMatch(name -> name.contains("downsample") || name.contains("shortcut"));
        return otherShortcuts
                ? "Its shortcuts have weights of their own, so it is a network for ImageNet or one of option B:"
                        + " use one with the shortcuts of option A."
                : "The file is cut off, or a network of another build: use weights of Idelbayev's pytorch_resnet_cifar10.";
    }

    private static Tensor copy(Tensor view) {
        try (Scope scope = Scope.open()) {
            return view.times(1).own();
        }
    }
}
