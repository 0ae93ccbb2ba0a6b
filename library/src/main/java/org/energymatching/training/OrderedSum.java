package org.energymatching.training;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrapCopy;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.ProcessGroup;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The sum of vectors that come from several threads in any order, added in the order of their numbers: its bits do not depend
 * on the threads, and only vectors that come too early are stored.
 */
final class OrderedSum implements AutoCloseable {

    private final Map<Integer, Tensor> early = new HashMap<>();
    private @Nullable Tensor total;
    private int next;

    /** Adds the vector of a number and becomes its owner; the numbers are 0, 1, 2 and so on, each once. */
    synchronized void add(int number, Tensor taken) {
        early.put(number, taken);
        for (Tensor due = early.remove(next); due != null; due = early.remove(next)) {
            if (total == null) {
                total = due;
            } else {
                try (Tensor before = total;
                        Tensor vector = due;
                        Scope scope = Scope.open()) {
                    total = before.plus(vector).own();
                }
            }
            next++;
        }
    }

    /** The sum of the vectors so far, of which there is one at least; it belongs to the caller's scope. */
    synchronized Tensor total() {
        return wrapCopy(unwrap(Objects.requireNonNull(total, "nothing was added")));
    }

    /**
     * The sum over all processes of a group, in the caller's scope.
     *
     * @param exact in the order of the processes, each of which adds its vectors to the sum of the ones before it: the bits are
     *     those of one process. Number 0 is left free for that sum in all processes but the first
     * @param length of a vector
     */
    Tensor across(ProcessGroup group, boolean exact, int length, Device device) {
        if (!exact) {
            try (Scope scope = Scope.open()) {
                return scope.keep(group.sum(next == 0 ? Tensor.zeros(new Shape(length), device) : total()));
            }
        }
        if (!group.isFirst()) {
            add(0, group.fromPrevious(new Shape(length), device).own());
        }
        try (Scope scope = Scope.open()) {
            Tensor sum = total();
            if (group.rank() < group.size() - 1) {
                group.sendToNext(sum);
            }
            return scope.keep(group.broadcast(sum, group.size() - 1));
        }
    }

    @Override
    public synchronized void close() {
        if (total != null) {
            total.close();
        }
        early.values().forEach(Tensor::close); // these remain where a shard failed
        early.clear();
    }
}
