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
import org.energymatching.nn.layer.Pass;
import org.energymatching.nn.layer.TimeEmbedding;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * A tape that keeps only the states between stages and computes what lies within a stage again when it is differentiated
 * (Chen et al. 2016), for drifts as well as for energies.
 *
 * <p>With s_k = F_k(s_(k-1)) the states and g_(k-1) = (∂F_k/∂s_(k-1))ᵀ g_k the cotangents dV/ds of V, a loss on -g_0 is
 * differentiated in two sweeps over the stages. The first, upwards, goes through the cotangents: from dL/dg_(k-1) come dL/dg_k
 * and parts of dL/ds_(k-1) and of the parameters' gradients. The second, downwards, goes through the states: from dL/ds_k
 * come the rest of both.
 */
final class CheckpointingTape implements Tape {

    private final Architecture whole;
    private final Dropout dropout;
    private boolean direct;
    private final Shape inputShape;
    private final List<Stage> stages;
    private final TimeEmbedding time;
    private final Pass pass;
    private final List<Evaluation> evaluations = new ArrayList<>();

    CheckpointingTape(
            Architecture whole, Dropout dropout, Shape inputShape, List<Stage> stages, TimeEmbedding time, Pass pass) {
        this.whole = whole;
        this.dropout = dropout;
        this.inputShape = inputShape;
        this.stages = stages;
        this.time = time;
        this.pass = pass;
    }

    /**
     * What a loss was computed from.
     *
     * @param leaf the energies or drifts that the loss saw
     * @param e the time embedding
     * @param states s_0 … s_n
     * @param cotangents g_0 … g_n; none for energies
     */
    private record Evaluation(Tensor leaf, Tensor e, List<State> states, List<State> cotangents) {}

    @Override
    public Tensor energy(Tensor x) {
        if (Autodiff.isRecorded(x)) {
            // A term that differentiates in x itself needs the graph from there on.
            direct = true;
            return whole.energy(x, pass.weights(), dropout);
        }
        Tensor e = Autodiff.unrecorded(() -> time.apply(pass));
        List<State> states = Autodiff.unrecorded(() -> states(x, e));
        Tensor leaf = Autodiff.leaf(states.get(stages.size()).value());
        evaluations.add(new Evaluation(leaf, e, states, List.of()));
        return leaf;
    }

    @Override
    public Tensor drift(Tensor x) {
        if (Autodiff.isRecorded(x)) {
            direct = true;
            return whole.trainableDrift(x, pass.weights(), dropout);
        }
        Tensor e = Autodiff.unrecorded(() -> time.apply(pass));
        List<State> states = Autodiff.unrecorded(() -> states(x, e));
        List<State> cotangents = Autodiff.unrecorded(() -> cotangents(states, e));
        Tensor leaf = Autodiff.leaf(
                cotangents.get(0).value().negate().reshape(x.shape().extents()));
        evaluations.add(new Evaluation(leaf, e, states, cotangents));
        return leaf;
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
    public List<Tensor> gradients(Tensor loss) {
        List<Tensor> leaves = evaluations.stream().map(Evaluation::leaf).toList();
        List<Tensor> parameters = pass.weights().leaves();
        List<Tensor> sources = new ArrayList<>(leaves);
        sources.addAll(direct ? parameters : List.of());
        List<Tensor> ofLeaves = Autodiff.gradients(loss, sources, false);
        Sums sums = new Sums();
        for (int i = 0; i < leaves.size(); i++) {
            Evaluation evaluation = evaluations.get(i);
            if (evaluation.cotangents().isEmpty()) {
                sums.add(evaluation.states().get(stages.size()).value(), ofLeaves.get(i));
            } else {
                Tensor cotangent = evaluation.cotangents().get(0).value();
                sums.add(
                        cotangent,
                        ofLeaves.get(i).negate().reshape(cotangent.shape().extents()));
                up(evaluation, sums);
            }
            down(evaluation, sums);
            throughTime(evaluation, sums);
        }
        List<Tensor> found = parameters.stream().map(sums::of).toList();
        return direct
                ? IntStream.range(0, found.size())
                        .mapToObj(i -> found.get(i).plus(ofLeaves.get(leaves.size() + i)))
                        .toList()
                : found;
    }

    /** From dL/dg_(k-1) to dL/dg_k, from the first stage to the last. */
    private void up(Evaluation evaluation, Sums sums) {
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
    private void down(Evaluation evaluation, Sums sums) {
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
    private void throughTime(Evaluation evaluation, Sums sums) {
        Leaves leaves = new Leaves(time.parameters().toList(), pass);
        carry(() -> State.of(time.apply(pass)), State.of(evaluation.e()), List.of(), leaves, sums);
    }

    /**
     * Carries gradients back through a piece of the network, which is computed once more for it.
     *
     * @param piece the piece, from leaves
     * @param made what it came to the first time
     * @param given what it was made from; those of {@code made} that are here too only passed through
     * @param leaves the piece's leaves
     */
    private static void carry(Supplier<State> piece, State made, List<Tensor> given, Leaves leaves, Sums sums) {
        List<Tensor> before = made.all();
        try (Scope scope = Scope.open()) {
            List<Integer> wanted = IntStream.range(0, before.size())
                    .filter(i -> before.indexOf(before.get(i)) == i) // a value that is also kept counts once
                    .filter(i -> !given.contains(before.get(i)) && sums.has(before.get(i)))
                    .boxed()
                    .toList();
            if (wanted.isEmpty()) {
                return; // nothing that the loss saw came this way
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

    /** Tensors as leaves of differentiation, each of them once, and the parameters of a stage, which are leaves already. */
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

    /** Gradients by what they are gradients of; what never had any has zeros. Tensors are compared by identity. */
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

        /** Adds a gradient that was made in a scope, out of which the total is let. */
        void add(Tensor source, Tensor gradient, Scope scope) {
            Tensor before = totals.get(source);
            totals.put(source, scope.keep(before == null ? gradient : before.plus(gradient)));
            if (before != null) {
                before.close();
            }
        }
    }
}
