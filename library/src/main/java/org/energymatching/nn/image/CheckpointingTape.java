package org.energymatching.nn.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Tape;
import org.energymatching.nn.layer.LeafTape;
import org.energymatching.nn.layer.Pass;
import org.energymatching.nn.layer.TimeEmbedding;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * Activation checkpointing (Chen et al. 2016): a tape that stores only the states between stages and recomputes a stage when it
 * is differentiated, for drifts as well as for energies.
 *
 * <p>With s_k = F_k(s_(k-1)) the states and g_(k-1) = (∂F_k/∂s_(k-1))ᵀ g_k the cotangents dV/ds of V, a loss on -g_0 is
 * differentiated in two sweeps over the stages. The first sweep, upwards, is over the cotangents: dL/dg_(k-1) gives dL/dg_k and
 * parts of dL/ds_(k-1) and of the parameters' gradients. The second, downwards, is over the states: dL/ds_k gives the rest of
 * both.
 */
final class CheckpointingTape extends LeafTape<CheckpointingTape.Evaluation> {

    private final Shape inputShape;
    private final List<Stage> stages;
    private final TimeEmbedding time;
    private final Pass pass;
    private final Sums sums = new Sums();

    CheckpointingTape(
            Architecture whole, Dropout dropout, Shape inputShape, List<Stage> stages, TimeEmbedding time, Pass pass) {
        super(whole, pass.weights(), dropout);
        this.inputShape = inputShape;
        this.stages = stages;
        this.time = time;
        this.pass = pass;
    }

    /**
     * What the pullback needs.
     *
     * @param e the time embedding
     * @param states s_0 … s_n
     * @param cotangents g_0 … g_n; none for energies
     */
    record Evaluation(Tensor e, List<State> states, List<State> cotangents) {}

    @Override
    protected Evaluated<Evaluation> evaluate(Tensor x, boolean drifts) {
        Tensor e = time.apply(pass);
        List<State> states = states(x, e);
        if (!drifts) {
            return new Evaluated<>(states.get(stages.size()).value(), new Evaluation(e, states, List.of()));
        }
        List<State> cotangents = cotangents(states, e);
        return new Evaluated<>(
                cotangents.get(0).value().negate().reshape(x.shape().extents()), new Evaluation(e, states, cotangents));
    }

    private List<State> states(Tensor x, Tensor e) {
        List<State> states = new ArrayList<>();
        Tensor pictures = x.reshape(-1, inputShape.at(0), inputShape.at(1), inputShape.at(2));
        states.add(State.of(pictures));
        for (int k = 0; k < stages.size(); k++) {
            Stage.Body body = stages.get(k).body();
            State before = states.get(k);
            states.add(State.within(() -> body.trace(before, e, pass).state()));
        }
        return states;
    }

    private List<State> cotangents(List<State> states, Tensor e) {
        List<State> cotangents = new ArrayList<>();
        cotangents.add(State.of(states.get(stages.size()).value().onesLike()));
        for (int k = stages.size() - 1; k >= 0; k--) {
            Stage.Body body = stages.get(k).body();
            State before = states.get(k);
            State behind = cotangents.get(0);
            cotangents.add(
                    0, State.within(() -> body.trace(before, e, pass).pullback().apply(behind)));
        }
        return cotangents;
    }

    @Override
    protected void backward(Evaluation evaluation, Tensor gradient) {
        if (evaluation.cotangents().isEmpty()) {
            sums.add(evaluation.states().get(stages.size()).value(), gradient);
        } else {
            Tensor cotangent = evaluation.cotangents().get(0).value();
            sums.add(cotangent, gradient.negate().reshape(cotangent.shape().extents()));
            up(evaluation);
        }
        down(evaluation);
        throughTime(evaluation);
    }

    @Override
    protected Tensor sums() {
        return Tape.flat(pass.weights().leaves().stream().map(sums::of).toList());
    }

    /** From dL/dg_(k-1) to dL/dg_k, from the first stage to the last. */
    private void up(Evaluation evaluation) {
        for (int k = 0; k < stages.size(); k++) {
            Stage stage = stages.get(k);
            State before = evaluation.states().get(k);
            State behind = evaluation.cotangents().get(k + 1);
            Leaves leaves = new Leaves(stage.parameters(), pass);
            carry(
                    () -> stage.body()
                            .trace(leaves.of(before), leaves.of(evaluation.e()), pass)
                            .pullback()
                            .apply(leaves.of(behind)),
                    evaluation.cotangents().get(k),
                    behind.all(),
                    leaves,
                    sums);
        }
    }

    /** From dL/ds_k to dL/ds_(k-1), from the last stage to the first. */
    private void down(Evaluation evaluation) {
        for (int k = stages.size() - 1; k >= 0; k--) {
            Stage stage = stages.get(k);
            State before = evaluation.states().get(k);
            Leaves leaves = new Leaves(stage.parameters(), pass);
            carry(
                    () -> stage.body()
                            .trace(leaves.of(before), leaves.of(evaluation.e()), pass)
                            .state(),
                    evaluation.states().get(k + 1),
                    before.all(),
                    leaves,
                    sums);
        }
    }

    /** From dL/de to the parameters of the time embedding. */
    private void throughTime(Evaluation evaluation) {
        Leaves leaves = new Leaves(time.parameters().toList(), pass);
        carry(() -> State.of(time.apply(pass)), State.of(evaluation.e()), List.of(), leaves, sums);
    }

    /**
     * Computes the vector-Jacobian product of a piece of the network, which is recomputed for it.
     *
     * @param piece the piece, from leaves
     * @param made its first result
     * @param given its inputs; those of {@code made} that are here too were only passed through
     * @param leaves the piece's leaves
     */
    private static void carry(Supplier<State> piece, State made, List<Tensor> given, Leaves leaves, Sums sums) {
        List<Tensor> before = made.all();
        try (Scope scope = Scope.open()) {
            List<Integer> wanted = IntStream.range(0, before.size())
                    .filter(i -> before.indexOf(before.get(i)) == i) // a value that is also stored counts once
                    .filter(i -> !given.contains(before.get(i)) && sums.has(before.get(i)))
                    .boxed()
                    .toList();
            if (wanted.isEmpty()) {
                return; // the loss does not depend on these values
            }
            List<Tensor> again = piece.get().all();
            Tensor inner = Tensor.zeros(Shape.of(), again.get(0).device());
            for (int i : wanted) {
                inner = inner.plus(again.get(i).times(sums.of(before.get(i))).sum());
            }
            Map<Tensor, Tensor> leafOf = leaves.bySource();
            List<Tensor> found = Autodiff.gradients(inner, List.copyOf(leafOf.values()), false);
            int i = 0;
            for (Tensor source : leafOf.keySet()) {
                sums.add(source, found.get(i++), scope);
            }
        }
    }

    /** Tensors as leaves of differentiation, each once, and the parameters of a stage, which are leaves already. */
    private static final class Leaves {
        private final Map<Tensor, Tensor> bySource = new LinkedHashMap<>();

        Leaves(List<ParameterSpec> specs, Pass pass) {
            specs.stream().map(spec -> pass.weights().get(spec.name())).forEach(each -> bySource.put(each, each));
        }

        Tensor of(Tensor source) {
            return bySource.computeIfAbsent(source, Autodiff::leaf);
        }

        State of(State state) {
            return new State(
                    of(state.value()), state.kept().stream().map(this::of).toList());
        }

        Map<Tensor, Tensor> bySource() {
            return bySource;
        }
    }

    /** Gradients by their tensors, with zeros for a tensor without one. Tensors are compared by identity. */
    private static final class Sums {
        private final Map<Tensor, Tensor> totals = new LinkedHashMap<>();

        boolean has(Tensor source) {
            return totals.containsKey(source);
        }

        Tensor of(Tensor source) {
            return totals.computeIfAbsent(source, absent -> absent.zerosLike());
        }

        void add(Tensor source, Tensor gradient) {
            totals.merge(source, gradient, Tensor::plus);
        }

        /** Adds a gradient that was made in a scope, and moves the total out of the scope. */
        void add(Tensor source, Tensor gradient, Scope scope) {
            Tensor before = totals.get(source);
            totals.put(source, scope.keep(before == null ? gradient : before.plus(gradient)));
            if (before != null) {
                before.close();
            }
        }
    }
}
