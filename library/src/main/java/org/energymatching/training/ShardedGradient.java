package org.energymatching.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.objective.Loss;
import org.energymatching.objective.LossReport;
import org.energymatching.objective.Term;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/**
 * The gradient of a loss with respect to all parameters, computed in shards of rows on all cores and added up in order,
 * so that it does not depend on how many cores there are.
 */
final class ShardedGradient implements AutoCloseable {

    private final Architecture architecture;
    private final Parameters leaves;
    private final int shardRows;

    ShardedGradient(Architecture architecture, Parameters parameters, int shardRows) {
        this.architecture = architecture;
        this.leaves = parameters.trainable();
        this.shardRows = shardRows;
    }

    /** A loss and its gradient, flat, which lives in the caller's scope. */
    record Result(LossReport report, Tensor gradient) {}

    /** The gradient of a loss, with the units left out that {@code rng} draws, row by row. */
    Result of(Loss loss, Rng rng) {
        List<Shard> shards = shards(loss);
        List<Part> parts = Workers.common().map(shards.size(), i -> evaluate(shards.get(i), rng));
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            values.merge(shards.get(i).term().name(), parts.get(i).value(), Double::sum);
        }
        Tensor sum = Tensor.zeros(Shape.of(leaves.size()));
        for (Part part : parts) {
            sum = sum.plus(part.gradient());
            part.gradient().close();
        }
        return new Result(LossReport.of(values, loss.measured()), sum);
    }

    private record Shard(Term term, int from, int to) {}

    private record Part(double value, Tensor gradient) {}

    private List<Shard> shards(Loss loss) {
        List<Shard> shards = new ArrayList<>();
        for (Term term : loss.terms()) {
            for (int from = 0; from < term.rows(); from += shardRows) {
                shards.add(new Shard(term, from, Math.min(term.rows(), from + shardRows)));
            }
        }
        return shards;
    }

    private Part evaluate(Shard shard, Rng rng) {
        Dropout dropout = Dropout.of(rng.stream(shard.term().name()), shard.from());
        try (Scope scope = Scope.open()) {
            Tape tape = architecture.tape(leaves, dropout);
            Tensor sum = shard.term().sum(potential(tape), shard.from(), shard.to());
            List<Tensor> gradients = tape.gradients(sum).stream()
                    .map(gradient -> gradient.reshape(-1))
                    .toList();
            return new Part(sum.item(), Tensor.concat(gradients, 0).own());
        }
    }

    private static Potential potential(Tape tape) {
        return new Potential() {
            @Override
            public Tensor energy(Tensor x) {
                return tape.energy(x);
            }

            @Override
            public Tensor trainableDrift(Tensor x) {
                return tape.drift(x);
            }
        };
    }

    @Override
    public void close() {
        leaves.close();
    }
}
