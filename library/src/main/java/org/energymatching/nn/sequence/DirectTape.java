package org.energymatching.nn.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/** A tape of a {@link SequencePotential}: gradients of losses by {@link DirectDerivatives}, without a graph of the network. */
final class DirectTape implements Tape {

    private final SequencePotential potential;
    private final DirectDerivatives derivatives;
    private final SequenceNet net;
    private final SequenceWeights weights;
    private final Dropout dropout;
    private final List<Evaluation> evaluations = new ArrayList<>();
    private boolean recorded;

    DirectTape(SequencePotential potential, Parameters trainable, Dropout dropout) {
        this.potential = potential;
        this.derivatives = new DirectDerivatives(potential);
        this.net = potential.net();
        this.weights = SequenceWeights.of(net, trainable);
        this.dropout = dropout;
    }

    /**
     * What a loss was computed from.
     *
     * @param leaf the energies or drifts in the graph of the loss
     * @param drifts whether they are drifts
     */
    private record Evaluation(Tensor leaf, boolean drifts, DirectPass pass, Linearization net) {}

    @Override
    public Tensor energy(Tensor x) {
        if (Autodiff.isRecorded(x)) {
            // A term that differentiates in x itself needs the graph of the network.
            recorded = true;
            return potential.energy(x, weights.parameters(), dropout);
        }
        return evaluated(x, false);
    }

    @Override
    public Tensor drift(Tensor x) {
        if (Autodiff.isRecorded(x)) {
            recorded = true;
            return potential.trainableDrift(x, weights.parameters(), dropout);
        }
        return evaluated(x, true);
    }

    private Tensor evaluated(Tensor x, boolean drifts) {
        DirectPass pass = new DirectPass(weights, dropout, true);
        try {
            Linearization at = net.linearize(potential.positions(x.detach()), pass);
            Tensor leaf = Autodiff.leaf(drifts ? derivatives.drift(at, x.shape()) : potential.total(at.value()));
            evaluations.add(new Evaluation(leaf, drifts, pass, at));
            return leaf;
        } catch (RuntimeException failed) {
            pass.close();
            throw failed;
        }
    }

    @Override
    public List<Tensor> gradients(Tensor loss) {
        List<Tensor> sources =
                new ArrayList<>(evaluations.stream().map(Evaluation::leaf).toList());
        sources.addAll(recorded ? weights.parameters().leaves() : List.of());
        List<Tensor> found = Autodiff.gradients(loss, sources, false);
        for (int i = 0; i < evaluations.size(); i++) {
            backward(evaluations.get(i), found.get(i));
        }
        List<Tensor> direct = weights.ofParameters();
        return recorded
                ? IntStream.range(0, direct.size())
                        .mapToObj(i -> direct.get(i).plus(found.get(evaluations.size() + i)))
                        .toList()
                : direct;
    }

    private void backward(Evaluation evaluation, Tensor gradient) {
        try (DirectPass pass = evaluation.pass();
                Scope scope = Scope.open()) {
            if (evaluation.drifts()) {
                derivatives.backwardFromDrifts(evaluation.net(), gradient);
            } else {
                derivatives.backwardFromEnergies(evaluation.net(), gradient);
            }
        }
    }

    @Override
    public void close() {
        evaluations.forEach(evaluation -> evaluation.pass().close());
        weights.close();
    }
}
