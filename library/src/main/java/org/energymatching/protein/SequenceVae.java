package org.energymatching.protein;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.sequence.SequenceAutoencoder;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The variational autoencoder between sequences of one length and the latent space in which potentials of sequences are
 * trained (paper, section on inverse design).
 *
 * @param alphabet the letters
 * @param network the architecture
 * @param parameters the weights; closed with it
 */
public record SequenceVae(Alphabet alphabet, SequenceAutoencoder network, Parameters parameters)
        implements AutoCloseable {

    public SequenceVae {
        if (alphabet.size() != network.letters()) {
            throw new UsageException(
                    "An autoencoder of " + network.letters() + " letters was given the alphabet " + alphabet.letters()
                            + ".",
                    "The network knows as many letters as the alphabet has.",
                    "Make the network for " + alphabet.size() + " letters.");
        }
    }

    /**
     * The encoder's normal distribution for sequences, one row for each.
     *
     * @param mean μ, (rows, latent)
     * @param logVariance log σ², (rows, latent)
     */
    public record Posterior(Samples mean, Samples logVariance) {}

    /** Random parameters. */
    public static SequenceVae create(Alphabet alphabet, int length, int latent, int width, Rng rng) {
        SequenceAutoencoder network = new SequenceAutoencoder(alphabet.size(), length, latent, width);
        return new SequenceVae(alphabet, network, Parameters.initial(network.parameters(), rng));
    }

    /**
     * Reads a file of {@link #write}, or a released {@code .pt}, which has no alphabet and only a quarter of the length: then the
     * amino acids, and a multiple of four.
     */
    public static SequenceVae read(Path file) {
        return read(file, null, 0);
    }

    /**
     * Reads a file that has no alphabet and length.
     *
     * @param alphabet the letters; null for those in the file, or the amino acids
     * @param length of the sequences; 0 for that in the file, or the longest that fits
     */
    public static SequenceVae read(Path file, @Nullable Alphabet alphabet, int length) {
        SavedNetwork saved = SavedNetwork.read(file);
        int stored = saved.number("length", length);
        SequenceAutoencoder network =
                SequenceAutoencoder.of(saved.shapes(), length == 0 ? stored : length, file.toString());
        Alphabet letters = saved.alphabet(alphabet);
        saved.requireLetters(letters, network.letters());
        return new SequenceVae(letters, network, Parameters.of(network.parameters(), saved.values()));
    }

    /** Writes it to a {@code .safetensors} file, atomically. */
    public void write(Path file) {
        SavedNetwork.write(file, parameters, alphabet, network.description());
    }

    /** The length of the sequences. */
    public int length() {
        return network.length();
    }

    /** The number of latent coordinates. */
    public int latent() {
        return network.latent();
    }

    /** μ of each sequence, (rows, latent): the training data of potentials. */
    public Samples encode(List<String> sequences) {
        return posterior(sequences).mean();
    }

    /** μ and log σ² of each sequence. */
    Posterior posterior(List<String> sequences) {
        int[][] tokens = alphabet.encode(sequences, length());
        List<float[][]> parts = SequenceRows.map(tokens.length, (from, to) -> {
            SequenceAutoencoder.Posterior part =
                    network.encode(alphabet.oneHot(Arrays.copyOfRange(tokens, from, to)), parameters);
            return new float[][] {part.mean().floats(), part.logVariance().floats()};
        });
        Shape shape = Shape.of(tokens.length, latent());
        return new Posterior(
                new Samples(
                        SequenceRows.joined(parts.stream().map(part -> part[0]).toList()), shape),
                new Samples(
                        SequenceRows.joined(parts.stream().map(part -> part[1]).toList()), shape));
    }

    /** The logits of the letters: (B, latent) or (B, latent, 1) to (B, length, letters), with the graph of z. */
    public Tensor logits(Tensor z) {
        return network.logits(z, parameters);
    }

    /** The most likely sequence at each latent point, letter by letter. */
    public List<String> decode(Samples z) {
        if (z.width() != latent()) {
            throw new UsageException(
                    "Points of " + z.width() + " coordinates were to be decoded.",
                    "The latent space has " + latent() + ".",
                    "Use the autoencoder that the potential was trained behind.");
        }
        return SequenceRows.flat(SequenceRows.map(z.rows(), (from, to) -> {
            Samples part = z.slice(from, to);
            return likeliest(logits(Tensor.of(part.values(), part.shape())));
        }));
    }

    /** The most likely letter at every position of logits (B, length, letters); of equals the first. */
    List<String> likeliest(Tensor logits) {
        float[] values = logits.floats();
        int[][] tokens = new int[values.length / (length() * alphabet.size())][length()];
        int at = 0;
        for (int[] row : tokens) {
            for (int i = 0; i < row.length; i++, at += alphabet.size()) {
                for (int letter = 1; letter < alphabet.size(); letter++) {
                    row[i] = values[at + letter] > values[at + row[i]] ? letter : row[i];
                }
            }
        }
        return alphabet.decode(tokens);
    }

    @Override
    public void close() {
        parameters.close();
    }
}
