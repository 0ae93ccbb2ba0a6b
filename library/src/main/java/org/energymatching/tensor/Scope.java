package org.energymatching.tensor;

import static org.energymatching.tensor.engine.Binding.unwrap;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.energymatching.tensor.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of native values: values that are made while the scope is open are freed when it is closed.
 *
 * <p>The library opens scopes around a training step, a block of chains, a batch of a metric and a load; users of the library
 * need none. Scopes nest, belong to the thread that opened them, and release values only by {@link #keep}.
 */
public final class Scope implements AutoCloseable {

    private final @Nullable PointerScope outer;
    private final PointerScope inner;

    private Scope(@Nullable PointerScope outer, PointerScope inner) {
        this.outer = outer;
        this.inner = inner;
    }

    /** Opens a scope on this thread. */
    @MustBeClosed
    public static Scope open() {
        Engine.enter();
        PointerScope outer = PointerScope.getInnerScope();
        return new Scope(outer, new PointerScope());
    }

    /** The result of a computation in its own scope: intermediate values are freed, and the result belongs to the enclosing scope. */
    public static Tensor around(Supplier<Tensor> work) {
        try (Scope scope = open()) {
            return scope.keep(work.get());
        }
    }

    /** Moves a value to the enclosing scope, or, without one, keeps it until it is closed. */
    public Tensor keep(Tensor tensor) {
        if (outer != null) {
            outer.attach(unwrap(tensor));
        } else {
            tensor.own();
        }
        return tensor;
    }

    @Override
    public void close() {
        inner.close();
    }
}
