package org.energymatching.nn.sequence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.StateDictDifference;
import org.energymatching.nn.layer.Linear;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Convolution;

/**
 * A variational autoencoder of sequences of letters (Kingma, Welling 2014; paper, section on inverse design): convolutions that
 * quarter the length, a latent vector, and transposed convolutions.
 *
 * <pre>
 * letters → w each → 2w → w at half → w/2 at a quarter of the length, ReLU → μ, log σ²
 * z → w/2 at a quarter, ReLU → w at half → 2w at full length, ReLU → w → a logit for every letter
 * </pre>
 *
 * <p>A quarter is rounded up, and the decoder's output beyond the length is cut off, so that any length is possible. The names
 * of its parameters are those of the released state dicts.
 *
 * @param letters the number of letters
 * @param length of a sequence
 * @param latent coordinates of z
 * @param width w
 */
public record SequenceAutoencoder(int letters, int length, int latent, int width) {

    public SequenceAutoencoder {
        if (letters < 2 || length < 1 || latent < 1 || width < 2 || width % 2 != 0) {
            throw new UsageException(
                    "An autoencoder of " + length + " of " + letters + " letters with " + latent
                            + " latent coordinates and width " + width + " was asked for.",
                    "There are at least two letters, one position and one coordinate, and the width is even.",
                    "The paper takes 16 coordinates and the width 64.");
        }
    }

    /**
     * The encoder's output for sequences.
     *
     * @param mean μ, (B, latent)
     * @param logVariance log σ², (B, latent)
     */
    public record Posterior(Tensor mean, Tensor logVariance) {}

    /** The parameters, in the order of the state dict. */
    public List<ParameterSpec> parameters() {
        int half = width / 2;
        return Stream.of(
                        Stream.of(new ParameterSpec("embedding.weight", Shape.of(letters, width), 1)),
                        convolution("encoder.0", 2 * width, width, 2 * width, width),
                        convolution("encoder.2", width, 2 * width, width, 2 * width),
                        convolution("encoder.4", half, width, half, width),
                        new Linear("fc_mu", flat(), latent).parameters(),
                        new Linear("fc_logvar", flat(), latent).parameters(),
                        new Linear("fc_dec", latent, flat()).parameters(),
                        convolution("decoder.0", half, width, width, width),
                        convolution("decoder.2", width, 2 * width, 2 * width, 2 * width),
                        convolution("decoder.4", 2 * width, width, width, width),
                        new Linear("output_proj", width, letters).parameters())
                .flatMap(part -> part)
                .toList();
    }

    /** A window of three: weight (first, second, 3), a bias for each output, and PyTorch's bound, which is computed from {@code fan}. */
    private static Stream<ParameterSpec> convolution(String name, int first, int second, int outputs, int fan) {
        double bound = 1 / Math.sqrt(3.0 * fan);
        return Stream.of(
                new ParameterSpec(name + ".weight", Shape.of(first, second, 3), bound),
                new ParameterSpec(name + ".bias", Shape.of(outputs), bound));
    }

    /** μ and log σ² of letters, (B, length, letters), each row the weights of the letters at a position: one of them 1. */
    public Posterior encode(Tensor oneHot, Parameters parameters) {
        Tensor embedded = oneHot.matmul(parameters.get("embedding.weight")).transpose();
        Tensor h = convolved("encoder.0", embedded, 1, parameters).relu();
        h = convolved("encoder.2", h, 2, parameters).relu();
        h = convolved("encoder.4", h, 2, parameters).relu().reshape(-1, flat());
        return new Posterior(linear("fc_mu", h, parameters), linear("fc_logvar", h, parameters));
    }

    /** The logits of the letters: (B, latent) or (B, latent, 1) to (B, length, letters), with the graph of z. */
    public Tensor logits(Tensor z, Parameters parameters) {
        Tensor h = linear("fc_dec", z.reshape(-1, latent), parameters).relu().reshape(-1, width / 2, quarter());
        h = transposed("decoder.0", h, 2, parameters).relu();
        h = transposed("decoder.2", h, 2, parameters).relu();
        h = transposed("decoder.4", h, 1, parameters);
        return linear("output_proj", h.transpose(), parameters).slice(1, 0, length);
    }

    private int quarter() {
        return (length + 3) / 4;
    }

    private int flat() {
        return width / 2 * quarter();
    }

    private static Tensor linear(String name, Tensor x, Parameters parameters) {
        return x.linear(parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }

    private static Tensor convolved(String name, Tensor x, int stride, Parameters parameters) {
        return convolution(stride)
                .apply(
                        x.reshape(x.shape().at(0), x.shape().at(1), -1, 1),
                        column(name, parameters),
                        parameters.get(name + ".bias"))
                .reshape(x.shape().at(0), parameters.get(name + ".bias").shape().at(0), -1);
    }

    private static Tensor transposed(String name, Tensor x, int stride, Parameters parameters) {
        Shape shape = x.shape();
        Tensor bias = parameters.get(name + ".bias").reshape(-1, 1);
        long after = shape.at(2) * stride;
        return convolution(stride)
                .transposed(x.reshape(shape.at(0), shape.at(1), -1, 1), column(name, parameters), after, 1)
                .reshape(shape.at(0), bias.shape().at(0), after)
                .plus(bias);
    }

    /** Sequences as images of one column. */
    private static Convolution convolution(int stride) {
        return new Convolution(stride, 1, 1, 0, 1);
    }

    private static Tensor column(String name, Parameters parameters) {
        Tensor weight = parameters.get(name + ".weight");
        return weight.reshape(weight.shape().at(0), weight.shape().at(1), -1, 1);
    }

    /**
     * Infers the sizes of a state dict, for sequences of this length; 0 for the longest that fits, a multiple of four.
     *
     * @param shapes by name
     * @param origin their file, for messages
     */
    public static SequenceAutoencoder of(Map<String, Shape> shapes, int length, String origin) {
        Shape embedding = shapes.getOrDefault("embedding.weight", Shape.of(0, 0));
        Shape mean = shapes.getOrDefault("fc_mu.weight", Shape.of(0, 0));
        boolean sound = embedding.rank() == 2 && mean.rank() == 2 && embedding.at(1) >= 2 && embedding.at(1) % 2 == 0;
        SequenceAutoencoder sizes;
        try {
            int width = Math.toIntExact(sound ? embedding.at(1) : 2);
            int longest = Math.toIntExact(sound ? mean.at(1) / (width / 2) * 4 : 0);
            sizes = new SequenceAutoencoder(
                    Math.toIntExact(embedding.at(0)),
                    length == 0 ? longest : length,
                    Math.toIntExact(mean.at(0)),
                    width);
        } catch (UsageException | ArithmeticException | ArrayIndexOutOfBoundsException none) {
            throw new DataException(
                    origin + " holds no autoencoder of sequences, but " + shapes.size() + " tensors"
                            + shapes.keySet().stream().limit(5).toList() + ".",
                    "An autoencoder has embedding.weight, (letters, width), and fc_mu.weight, (latent, width/2 · a quarter of"
                            + " the length).",
                    "Choose another file; a predictor of fitness, for one, is read as what it is.",
                    none);
        }
        StateDictDifference difference = StateDictDifference.between(sizes.parameters(), shapes);
        if (!difference.isNone()) {
            throw difference.error(origin, "It is likely a variant that is not known here, or for another length.");
        }
        return sizes;
    }

    /** As values of a file's description. */
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "sequence-autoencoder");
        description.put("letters", letters);
        description.put("length", length);
        description.put("latent", latent);
        description.put("width", width);
        return description;
    }
}
