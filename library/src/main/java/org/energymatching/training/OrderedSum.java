package org.energymatching.training;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrapCopy;

import java.util.HashMap;
import java.util.Map;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The sum of vectors that come from several threads in any order, added up in the order of their numbers: its bits do not
 * depend on the threads, and no more vectors are held than came before their turn.
 */
final class OrderedSum implements AutoCloseable {

    private final Map<Integer, Tensor> early = new HashMap<>();
    private Tensor total;
    private int next;

    /** Zeros. */
    OrderedSum(long length, Device device) {
        try (Scope scope = Scope.open()) {
            total = Tensor.zeros(Shape.of(length), device).own();
        }
    }

    /** Adds the vector of a number and takes it over; the numbers are 0, 1, 2 and so on, each once. */
    synchronized void add(int number, Tensor vector) {
        early.put(number, vector);
        for (Tensor due = early.remove(next); due != null; due = early.remove(next)) {
            try (Scope scope = Scope.open()) {
                Tensor sum = total.plus(due).own();
                total.close();
                total = sum;
            }
            due.close();
            next++;
        }
    }

    /** The sum so far, as a value of the caller's scope. */
    synchronized Tensor total() {
        return wrapCopy(unwrap(total));
    }

    @Override
    public synchronized void close() {
        total.close();
        early.values().forEach(Tensor::close); // left where a shard failed
        early.clear();
    }
}
