package org.energymatching.nn.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Autodiff;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/** A tape of a {@link SequencePotential}: gradients of losses by the sweeps of {@link Evaluated}, without a graph. */
final class SequenceTape implements Tape {

    private final SequencePotential potential;
    private final SequenceNet net;
    private final SequenceWeights weights;
    private final Dropout dropout;
    private boolean direct;
    private boolean closed;
    private final List<Evaluation> evaluations = new ArrayList<>();

    SequenceTape(SequencePotential potential, Parameters trainable, Dropout dropout) {
        this.potential = potential;
        this.net = potential.net();
        this.weights = SequenceWeights.of(net, trainable);
        this.dropout = dropout;
    }

    /**
     * What a loss was computed from.
     *
     * @param leaf the energies or drifts that the loss saw
     * @param slope whether they are drifts
     */
    private record Evaluation(Tensor leaf, boolean slope, DirectRun run, Evaluated net) {}

    @Override
    public Tensor energy(Tensor x) {
        if (Autodiff.isRecorded(x)) {
            // A term that differentiates in x itself needs the graph, which the sweeps do without.
            direct = true;
            return potential.energy(x, weights.parameters(), dropout);
        }
        DirectRun run = new DirectRun(weights, dropout, true);
        Evaluated evaluated = net.evaluate(potential.positions(x.detach()), run);
        return remembered(potential.total(evaluated.value()), false, run, evaluated);
    }

    @Override
    public Tensor drift(Tensor x) {
        if (Autodiff.isRecorded(x)) {
            direct = true;
            return potential.trainableDrift(x, weights.parameters(), dropout);
        }
        DirectRun run = new DirectRun(weights, dropout, true);
        Evaluated evaluated = net.evaluate(potential.positions(x.detach()), run);
        return remembered(potential.drift(evaluated, x.shape()), true, run, evaluated);
    }

    private Tensor remembered(Tensor seen, boolean slope, DirectRun run, Evaluated net) {
        Tensor leaf = Autodiff.leaf(seen);
        evaluations.add(new Evaluation(leaf, slope, run, net));
        return leaf;
    }

    @Override
    public List<Tensor> gradients(Tensor loss) {
        List<Tensor> parameters = weights.parameters().leaves();
        List<Tensor> sources =
                new ArrayList<>(evaluations.stream().map(Evaluation::leaf).toList());
        sources.addAll(direct ? parameters : List.of());
        List<Tensor> ofLeaves = Autodiff.gradients(loss, sources, false);
        try (this) {
            for (int i = 0; i < evaluations.size(); i++) {
                Evaluation evaluation = evaluations.get(i);
                try (DirectRun run = evaluation.run();
                        Scope scope = Scope.open()) {
                    potential.sweep(evaluation.net(), ofLeaves.get(i), evaluation.slope());
                }
            }
            List<Tensor> swept = weights.ofParameters();
            return direct
                    ? IntStream.range(0, swept.size())
                            .mapToObj(i -> swept.get(i).plus(ofLeaves.get(evaluations.size() + i)))
                            .toList()
                    : swept;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            evaluations.forEach(evaluation -> evaluation.run().close());
            weights.close();
        }
    }
}
