package org.energymatching.nn.feature;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Inception v3 as the Fréchet Inception distance uses it: 2048 features of an image.
 *
 * <pre>
 * x ← 2 · resize(x / 255, 299 × 299) − 1        bilinear, corners not aligned
 * features = mean over the 8 × 8 pixels of the last block
 * </pre>
 *
 * <p>The weights are those of pytorch-fid, ported from the TensorFlow network of 2015-12-05: the file {@code
 * pt_inception-2015-12-05-6726825d.pth}, with 1008 classes. torchvision's network for ImageNet has almost the same names
 * but other weights and other pooling, and gives other distances; it is refused. An image needs about six billion
 * multiplications: a fraction of a second on one core.
 *
 * <p>C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens and Z. Wojna, "Rethinking the Inception architecture for computer
 * vision", CVPR 2016; M. Seitzer, "pytorch-fid", 2020.
 */
public final class InceptionV3 implements FeatureNetwork {

    private static final double EPSILON = 0.001;
    private static final long[] SIZE = {299, 299};

    private final Map<String, InceptionStage> blocks = InceptionBlocks.all();
    private final Map<String, FoldedConvolution> convolutions = new LinkedHashMap<>();

    private InceptionV3(Parameters parameters) {
        for (InceptionStage block : blocks.values()) {
            block.convolutions()
                    .forEach(spec ->
                            convolutions.put(spec.convolution(), FoldedConvolution.of(spec, parameters, EPSILON)));
        }
    }

    /**
     * The network of a state dict.
     *
     * @throws org.energymatching.error.DataException if an array is missing, unknown or has another shape
     */
    public static InceptionV3 of(Map<String, float[]> weights) {
        try (Parameters parameters =
                FeatureWeights.read("Inception v3 for the FID", parameters(), weights, likelyCause(weights))) {
            return new InceptionV3(parameters);
        }
    }

    /** The arrays of the state dict; the last layer, {@code fc}, belongs to it but is not used. */
    static List<ParameterSpec> parameters() {
        List<ParameterSpec> parameters = new ArrayList<>();
        InceptionBlocks.all()
                .values()
                .forEach(block -> block.convolutions().forEach(spec -> parameters.addAll(spec.parameters())));
        parameters.add(new ParameterSpec("fc.weight", Shape.of(1008, 2048), 0));
        parameters.add(new ParameterSpec("fc.bias", Shape.of(1008), 0));
        return parameters;
    }

    /** (B, 3, h, w) with values 0 … 255, of any size, to (B, 2048). */
    @Override
    public Tensor features(Tensor images) {
        ColourImages.require(images, "Inception v3");
        Tensor x = resized(images.detach().times(1 / 255.0)).times(2).minus(1);
        for (String block : blocks.keySet()) {
            x = apply(block, x);
        }
        return x.sum(2, 3).times(1.0 / (x.shape().at(2) * x.shape().at(3)));
    }

    @Override
    public void close() {
        convolutions.values().forEach(FoldedConvolution::close);
    }

    /** The output of one block for x. */
    Tensor apply(String block, Tensor x) {
        InceptionStage stage = blocks.get(block);
        if (stage == null) {
            throw new IllegalArgumentException("no block named " + block);
        }
        return stage.apply(x, convolutions);
    }

    /** Bilinear interpolation between the centres of pixels, to 299 by 299. */
    static Tensor resized(Tensor images) {
        return wrap(torch.upsample_bilinear2d(unwrap(images), SIZE, false));
    }

    private static String likelyCause(Map<String, float[]> weights) {
        boolean imageNet = weights.keySet().stream().anyMatch(name -> name.startsWith("AuxLogits."))
                || weights.getOrDefault("fc.bias", new float[0]).length == 1000;
        return (imageNet
                        ? "This is the network for ImageNet, whose distances are not FIDs"
                        : "The file is cut off or a network of another build")
                + ": use pytorch-fid's pt_inception-2015-12-05-6726825d.pth.";
    }
}
