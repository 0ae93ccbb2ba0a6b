package org.energymatching.training;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrapCopy;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.energymatching.tensor.Scope;
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

    @Override
    public synchronized void close() {
        if (total != null) {
            total.close();
        }
        early.values().forEach(Tensor::close); // these remain where a shard failed
        early.clear();
    }
}
