package org.energymatching.protein;

import java.util.List;
import java.util.function.IntConsumer;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.sequence.SequenceAutoencoder;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Trains the variational autoencoder of sequences on sequences alone (Kingma, Welling 2014).
 *
 * <pre>
 * L = mean of Σ_positions -log p(letter | z) + β ½ Σ_j (μ_j² + σ_j² - log σ_j² - 1),   z = μ + σ ξ,  ξ ~ N(0, I)
 * </pre>
 *
 * <p>β rises from zero over the first half of the steps (Bowman et al. 2016).
 *
 * @param latent the coordinates of z
 * @param width the width of the network
 * @param beta β: large for a smooth latent space, small for an accurate reconstruction
 * @param fitting the optimisation
 */
public record VaeTraining(int latent, int width, double beta, Fitting fitting) {

    /** The share of the steps over which β rises from zero: with β from the first step on, the latent space would stay unused. */
    private static final double RISE = 0.5;

    public VaeTraining {
        if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "An autoencoder was to be trained with β = " + beta + ".",
                    "β is a number, zero or more.",
                    "Take for example 0.1.");
        }
    }

    /** The trained autoencoder of sequences of one length; the same seed gives the same result. */
    public SequenceVae train(Alphabet alphabet, List<String> sequences, Rng rng, IntConsumer onStep) {
        int[][] tokens = alphabet.encode(sequences);
        SequenceVae vae = SequenceVae.create(alphabet, tokens[0].length, latent, width, rng.stream("weights"));
        fitting.fit(
                vae.parameters(),
                (weights, rows, progress, own) -> loss(
                        vae.network(),
                        weights,
                        alphabet.oneHot(SequenceRows.picked(tokens, rows)),
                        beta * Math.min(1, progress / RISE),
                        own),
                tokens.length,
                rng.stream("steps"),
                onStep);
        return vae;
    }

    private static Tensor loss(
            SequenceAutoencoder network, Parameters weights, Tensor letters, double weight, Rng rng) {
        SequenceAutoencoder.Posterior posterior = network.encode(letters, weights);
        Tensor mean = posterior.mean();
        Tensor logVariance = posterior.logVariance();
        long rows = mean.shape().at(0);
        Tensor z = mean.plus(logVariance.times(0.5).exp().times(noise(mean.shape(), rng.stream("noise"))));
        Tensor logits = network.logits(z, weights);
        Tensor surprise = logits.logSumExp(2).sum().minus(logits.times(letters).sum());
        Tensor excess = mean.square()
                .plus(logVariance.exp())
                .minus(logVariance)
                .minus(1)
                .sum()
                .times(0.5 * weight);
        return surprise.plus(excess).times(1.0 / rows);
    }

    private static Tensor noise(Shape shape, Rng rng) {
        float[] noise = new float[shape.length()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) rng.nextGaussian();
        }
        return Tensor.of(noise, shape);
    }

    /** The share of letters, and of whole sequences, that are reconstructed from their μ. */
    public record Fidelity(double letters, double sequences) {

        /** The reconstruction accuracy of an autoencoder on sequences. */
        public static Fidelity of(SequenceVae vae, List<String> sequences) {
            List<String> back = vae.decode(vae.encode(sequences));
            long same = 0;
            long whole = 0;
            for (int i = 0; i < back.size(); i++) {
                whole += back.get(i).equals(sequences.get(i)) ? 1 : 0;
                for (int j = 0; j < vae.length(); j++) {
                    same += back.get(i).charAt(j) == sequences.get(i).charAt(j) ? 1 : 0;
                }
            }
            return new Fidelity((double) same / back.size() / vae.length(), (double) whole / back.size());
        }
    }
}
