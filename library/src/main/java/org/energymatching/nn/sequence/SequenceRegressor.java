package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.StateDictDifference;
import org.energymatching.nn.layer.Linear;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A convolutional regressor of sequences: features of every window of letters, the maximum of each over the sequence, and their
 * weighted sum (Dallago et al. 2021; paper, section on inverse design).
 *
 * <pre>y = b + w · max_l relu(B A (x_l, …, x_(l+k-1)))</pre>
 *
 * <p>Sequences may have any length from k. The names of its parameters are those of the released state dicts.
 *
 * @param letters the number of letters
 * @param channels features of a window, before B
 * @param kernel k
 * @param features after B
 */
public record SequenceRegressor(int letters, int channels, int kernel, int features) {

    public SequenceRegressor {
        if (letters < 2 || channels < 1 || kernel < 1 || features < 1) {
            throw new UsageException(
                    "A predictor of " + letters + " letters, windows of " + kernel + ", " + channels + " channels and "
                            + features + " features was asked for.",
                    "There are at least two letters, and one of each of the others.",
                    "The paper takes 256 channels, windows of 5 and 512 features.");
        }
    }

    /** The paper's sizes: 256 channels, windows of 5, 512 features. */
    public static SequenceRegressor of(int letters) {
        return new SequenceRegressor(letters, 256, 5, 512);
    }

    /** The parameters, in the order of the state dict. */
    public List<ParameterSpec> parameters() {
        double bound = 1 / Math.sqrt((double) letters * kernel);
        return Stream.of(
                        Stream.of(
                                new ParameterSpec("encoder.weight", Shape.of(channels, letters, kernel), bound),
                                new ParameterSpec("encoder.bias", Shape.of(channels), bound)),
                        embedding().parameters(),
                        decoder().parameters())
                .flatMap(part -> part)
                .toList();
    }

    /**
     * The number of each row: weights of letters (B, L, letters), one 1 at each position or shares of 1, to (B), with the graph
     * of x. The two maps of a window are first multiplied into one.
     */
    public Tensor score(Tensor x, Parameters parameters) {
        long windows = x.shape().at(1) - kernel + 1;
        if (windows < 1) {
            throw new UsageException(
                    "A sequence of " + x.shape().at(1) + " letters was to be looked at in windows of " + kernel + ".",
                    "A sequence has at least as many letters as a window.",
                    "Leave out the short sequences, or train a predictor of smaller windows.");
        }
        Tensor unfolded = Tensor.concat(
                IntStream.range(0, kernel)
                        .mapToObj(k -> x.slice(1, k, k + windows))
                        .toList(),
                2);
        Tensor h = unfolded.linear(joined(parameters), shift(parameters)).relu();
        Tensor largest = result(() -> unwrap(h).max(1, false).get0());
        return linear(decoder(), largest, parameters).reshape(-1);
    }

    /** B A, from the letters of a window, position by position, to features: there is no nonlinearity between the two. */
    private Tensor joined(Parameters parameters) {
        Tensor weight = parameters.get("encoder.weight");
        Tensor taps = result(() -> unwrap(weight).permute(0, 2, 1)).reshape(channels, (long) kernel * letters);
        return parameters.get("embedding.layer.weight").matmul(taps);
    }

    /** B times the bias of A, plus its own bias. */
    private Tensor shift(Parameters parameters) {
        return linear(embedding(), parameters.get("encoder.bias").reshape(1, channels), parameters)
                .reshape(features);
    }

    private static Tensor linear(Linear layer, Tensor x, Parameters parameters) {
        return x.linear(parameters.get(layer.name() + ".weight"), parameters.get(layer.name() + ".bias"));
    }

    private Linear embedding() {
        return new Linear("embedding.layer", channels, features);
    }

    private Linear decoder() {
        return new Linear("decoder", features, 1);
    }

    /**
     * Infers the sizes of a state dict.
     *
     * @param shapes by name
     * @param origin their file, for messages
     */
    public static SequenceRegressor of(Map<String, Shape> shapes, String origin) {
        Shape window = shapes.getOrDefault("encoder.weight", Shape.of());
        Shape embedding = shapes.getOrDefault("embedding.layer.weight", Shape.of());
        SequenceRegressor sizes;
        try {
            sizes = new SequenceRegressor(
                    Math.toIntExact(window.at(1)),
                    Math.toIntExact(window.at(0)),
                    Math.toIntExact(window.at(2)),
                    Math.toIntExact(embedding.at(0)));
        } catch (UsageException | ArithmeticException | ArrayIndexOutOfBoundsException none) {
            throw new DataException(
                    origin + " holds no predictor of fitness, but " + shapes.size() + " tensors"
                            + shapes.keySet().stream().limit(5).toList() + ".",
                    "A predictor has encoder.weight, (channels, letters, window), and embedding.layer.weight, (features,"
                            + " channels).",
                    "Choose another file; an autoencoder, for one, is read as what it is.",
                    none);
        }
        StateDictDifference difference = StateDictDifference.between(sizes.parameters(), shapes);
        if (!difference.isNone()) {
            throw difference.error(origin, "It is likely a variant of the predictor that is not known here.");
        }
        return sizes;
    }

    /** As values of a file's description. */
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "sequence-regressor");
        description.put("letters", letters);
        description.put("channels", channels);
        description.put("kernel", kernel);
        description.put("features", features);
        return description;
    }
}
