package org.energymatching.protein;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.sequence.SequenceRegressor;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A network that predicts the score of a sequence, trained on measurements: predictors guide a search, oracles evaluate its results
 * (paper, section on inverse design).
 *
 * @param alphabet the letters
 * @param network the architecture
 * @param parameters the weights; closed with it
 */
public record FitnessPredictor(Alphabet alphabet, SequenceRegressor network, Parameters parameters)
        implements FitnessModel, AutoCloseable {

    public FitnessPredictor {
        if (alphabet.size() != network.letters()) {
            throw new UsageException(
                    "A predictor of " + network.letters() + " letters was given the alphabet " + alphabet.letters()
                            + ".",
                    "The network knows as many letters as the alphabet has.",
                    "Make the network for " + alphabet.size() + " letters.");
        }
    }

    /** Random parameters, in the paper's sizes. */
    public static FitnessPredictor create(Alphabet alphabet, Rng rng) {
        SequenceRegressor network = SequenceRegressor.of(alphabet.size());
        return new FitnessPredictor(alphabet, network, Parameters.initial(network.parameters(), rng));
    }

    /** Reads a file of {@link #write}, or a released {@code .ckpt}, which has no alphabet: then it is the amino acids. */
    public static FitnessPredictor read(Path file) {
        return read(file, null);
    }

    /** Reads a file that has no alphabet; null for the one in the file, or the amino acids. */
    public static FitnessPredictor read(Path file, @Nullable Alphabet alphabet) {
        SavedNetwork saved = SavedNetwork.read(file);
        SequenceRegressor network = SequenceRegressor.of(saved.shapes(), file.toString());
        Alphabet letters = saved.alphabet(alphabet);
        saved.requireLetters(letters, network.letters());
        return new FitnessPredictor(letters, network, Parameters.of(network.parameters(), saved.values()));
    }

    /** Writes it to a {@code .safetensors} file, atomically. */
    public void write(Path file) {
        SavedNetwork.write(file, parameters, alphabet, network.description());
    }

    /** The score of each sequence; all have one length. */
    @Override
    public double[] scores(List<String> sequences) {
        int[][] tokens = alphabet.encode(sequences);
        float[] scores = SequenceRows.joined(SequenceRows.map(
                tokens.length,
                (from, to) -> score(alphabet.oneHot(Arrays.copyOfRange(tokens, from, to)))
                        .floats()));
        double[] widened = new double[scores.length];
        Arrays.setAll(widened, i -> scores[i]);
        return widened;
    }

    /** The score of weights of letters, (B, length, letters) to (B), with the graph of the weights. */
    public Tensor score(Tensor weights) {
        return network.score(weights, parameters);
    }

    @Override
    public Tensor softScore(Tensor logits) {
        Tensor shifted = logits.minus(
                logits.logSumExp(2).reshape(logits.shape().at(0), logits.shape().at(1), 1));
        return score(shifted.exp());
    }

    @Override
    public void close() {
        parameters.close();
    }
}
