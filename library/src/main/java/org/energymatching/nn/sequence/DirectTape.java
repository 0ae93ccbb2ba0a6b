package org.energymatching.nn.sequence;

import org.energymatching.nn.Dropout;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.nn.layer.LeafTape;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/** A tape of a {@link SequencePotential}: gradients of losses by {@link DirectDerivatives}, without a graph of the network. */
final class DirectTape extends LeafTape<DirectTape.Evaluation> {

    private final SequencePotential potential;
    private final DirectDerivatives derivatives;
    private final SequenceNet net;
    private final SequenceWeights weights;
    private final Dropout dropout;

    DirectTape(SequencePotential potential, Parameters trainable, Dropout dropout) {
        super(potential, trainable, dropout);
        this.potential = potential;
        this.derivatives = new DirectDerivatives(potential);
        this.net = potential.net();
        this.weights = SequenceWeights.of(net, trainable);
        this.dropout = dropout;
    }

    /** What the pullback needs; drifts is whether it starts from drifts. */
    record Evaluation(boolean drifts, DirectPass pass, Linearization net) {}

    @Override
    protected Evaluated<Evaluation> evaluate(Tensor x, boolean drifts) {
        DirectPass pass = new DirectPass(weights, dropout, true);
        try {
            Linearization at = net.linearize(potential.positions(x.detach()), pass);
            return new Evaluated<>(
                    drifts ? derivatives.drift(at, x.shape()) : potential.total(at.value()),
                    new Evaluation(drifts, pass, at));
        } catch (RuntimeException failed) {
            pass.close();
            throw failed;
        }
    }

    @Override
    protected void backward(Evaluation evaluation, Tensor gradient) {
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
    protected Tensor sums() {
        return Tape.flat(weights.ofParameters());
    }

    @Override
    public void close() {
        kept().forEach(evaluation -> evaluation.pass().close());
        weights.close();
    }
}
