package org.energymatching.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * A tape without a graph of the network: a loss is differentiated with respect to its energies and drifts, which are leaves,
 * and explicit derivatives propagate these gradients to the parameters.
 *
 * @param <E> what an evaluation stores for its pullback
 */
public abstract class LeafTape<E> implements Tape {

    private final Architecture architecture;
    private final Parameters trainable;
    private final Dropout dropout;
    private final List<Evaluation<E>> evaluations = new ArrayList<>();
    private boolean recorded;

    /** An evaluation, with what its pullback needs. */
    public record Evaluated<E>(Tensor value, E kept) {}

    private record Evaluation<E>(Tensor leaf, E kept) {}

    /** A tape of these parameters. */
    protected LeafTape(Architecture architecture, Parameters trainable, Dropout dropout) {
        this.architecture = architecture;
        this.trainable = trainable;
        this.dropout = dropout;
    }

    /** V(x), or -∇V(x) for drifts, without a record. */
    protected abstract Evaluated<E> evaluate(Tensor x, boolean drifts);

    /** Adds the parameters' gradient that follows from a gradient with respect to the value of an evaluation. */
    protected abstract void backward(E kept, Tensor gradient);

    /** The sums, flat. */
    protected abstract Tensor sums();

    @Override
    public final Tensor energy(Tensor x) {
        return evaluated(x, false);
    }

    @Override
    public final Tensor drift(Tensor x) {
        return evaluated(x, true);
    }

    private Tensor evaluated(Tensor x, boolean drifts) {
        if (Autodiff.isRecorded(x)) {
            // A term that is differentiated with respect to x needs the graph of the network.
            recorded = true;
            return drifts
                    ? architecture.trainableDrift(x, trainable, dropout)
                    : architecture.energy(x, trainable, dropout);
        }
        Evaluated<E> evaluated = Autodiff.unrecorded(() -> evaluate(x, drifts));
        Tensor leaf = Autodiff.leaf(evaluated.value());
        evaluations.add(new Evaluation<>(leaf, evaluated.kept()));
        return leaf;
    }

    @Override
    public final Tensor gradient(Tensor loss) {
        List<Tensor> sources =
                new ArrayList<>(evaluations.stream().map(Evaluation::leaf).toList());
        sources.addAll(recorded ? trainable.leaves() : List.of());
        List<Tensor> found = Autodiff.gradients(loss, sources, false);
        for (int i = 0; i < evaluations.size(); i++) {
            backward(evaluations.get(i).kept(), found.get(i));
        }
        return recorded ? sums().plus(Tape.flat(found.subList(evaluations.size(), found.size()))) : sums();
    }

    /** What all evaluations store. */
    protected final List<E> kept() {
        return evaluations.stream().map(Evaluation::kept).toList();
    }
}
