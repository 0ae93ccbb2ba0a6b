package org.energymatching.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.objective.Loss;
import org.energymatching.objective.LossReport;
import org.energymatching.objective.Term;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.Autodiff;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a loss with respect to all parameters, computed in shards of rows on all cores of all processes and
 * added in order, so that it does not depend on the number of cores.
 */
final class ShardedGradient implements AutoCloseable {

    private final Architecture architecture;
    private final Parameters leaves;
    private final Potential frozen;
    private final int shardRows;
    private final Workers workers;
    private final @Nullable Processes processes;

    ShardedGradient(Architecture architecture, Parameters parameters, int shardRows, @Nullable Processes processes) {
        this.processes = processes;
        this.architecture = architecture;
        this.leaves = parameters.trainable();
        this.frozen = Potential.of(new Network(architecture, parameters));
        this.shardRows = shardRows;
        this.workers = Workers.on(parameters.device());
    }

    /** A loss and its flat gradient, which belongs to the caller's scope. */
    record Result(LossReport report, Tensor gradient) {}

    /** The gradient of a loss with dropout, whose masks are drawn from {@code rng} row by row. */
    Result of(Loss loss, Rng rng) {
        List<Shard> shards = shards(loss);
        List<Integer> own = IntStream.range(0, shards.size())
                .filter(number -> processes == null || processes.computes(number, shards.size()))
                .boxed()
                .toList();
        double[] losses = new double[shards.size()];
        try (OrderedSum sum = new OrderedSum()) {
            int before =
                    processes != null && processes.exact() && !processes.group().isFirst() ? 1 : 0;
            workers.map(own.size(), i -> {
                int number = own.get(i);
                losses[number] = evaluate(shards.get(number), rng, before + i, sum);
                return number;
            });
            Tensor gradient;
            if (processes == null) {
                gradient = sum.total();
            } else {
                gradient = sum.across(
                        processes.group(), processes.exact(), Math.toIntExact(leaves.size()), leaves.device());
                double[][] each = processes.group().gather(losses);
                for (int number = 0; number < losses.length; number++) {
                    losses[number] = each[processes.of(number, shards.size())][number];
                }
            }
            Map<String, Double> values = new LinkedHashMap<>();
            for (int number = 0; number < losses.length; number++) {
                values.merge(shards.get(number).term().name(), losses[number], Double::sum);
            }
            return new Result(LossReport.of(values, loss.measured()), gradient);
        }
    }

    private record Shard(Term term, int from, int to) {}

    private List<Shard> shards(Loss loss) {
        List<Shard> shards = new ArrayList<>();
        for (Term term : loss.terms()) {
            int rows = workers.shardRows(term.rows(), shardRows);
            for (int from = 0; from < term.rows(); from += rows) {
                shards.add(new Shard(term, from, Math.min(term.rows(), from + rows)));
            }
        }
        return shards;
    }

    /** The loss of a shard, whose gradient is added to the sum. */
    private double evaluate(Shard shard, Rng rng, int number, OrderedSum total) {
        Dropout dropout = Dropout.of(rng.stream(shard.term().name()), shard.from());
        try (Scope scope = Scope.open();
                Tape tape = architecture.tape(leaves, dropout)) {
            Tensor sum = shard.term().sum(new TapePotential(tape, frozen), shard.from(), shard.to());
            if (!Autodiff.isRecorded(sum)) {
                throw new UsageException(
                        "The term '" + shard.term().name() + "' of the loss does not depend on the parameters.",
                        "A term is computed from Potential.energy or trainableDrift, which record what they are computed from.",
                        "Use trainableDrift in place of drift, and no detach() or Java values on the way.");
            }
            total.add(number, tape.gradient(sum).own());
            return sum.item();
        }
    }

    @Override
    public void close() {
        leaves.close();
    }
}
