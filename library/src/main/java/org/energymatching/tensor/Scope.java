package org.energymatching.tensor;

import static org.energymatching.tensor.engine.Binding.unwrap;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.energymatching.tensor.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of native values: what is made between opening and closing is freed at closing, at once.
 *
 * <p>The library opens scopes around a training step, a block of chains, a batch of a metric and a load; code that uses
 * the library never does. Scopes nest, belong to the thread that opened them, and let values out only by {@link #keep}.
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

    /** What is made here in a scope of its own: all that was made on the way is freed, and the result lives on. */
    public static Tensor around(Supplier<Tensor> work) {
        try (Scope scope = open()) {
            return scope.keep(work.get());
        }
    }

    /** Lets a value live on: in the enclosing scope, or until it is closed where there is none. */
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
