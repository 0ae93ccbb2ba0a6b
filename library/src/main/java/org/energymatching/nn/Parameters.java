package org.energymatching.nn;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a network: one flat vector, and a view of it under each name.
 *
 * <p>Optimizer, moving average and checkpoint use the vector; architectures use {@link #get} by name. They belong to no scope
 * and are freed by {@link #close}.
 */
public final class Parameters implements AutoCloseable {

    private final List<ParameterSpec> specs;
    private final Tensor flat;
    private final Map<String, Tensor> views = new LinkedHashMap<>();
    private final boolean trainable;
    private final boolean owner;
    private @Nullable Kept derived;

    private Parameters(List<ParameterSpec> specs, Tensor flat, boolean trainable, boolean owner) {
        this.specs = List.copyOf(specs);
        this.flat = flat;
        this.trainable = trainable;
        this.owner = owner;
        long offset = 0;
        for (ParameterSpec spec : specs) {
            long size = spec.shape().size();
            try (Scope scope = Scope.open()) {
                var view = unwrap(flat)
                        .narrow(0, offset, size)
                        .view(spec.shape().extents())
                        .detach()
                        .requires_grad_(trainable);
                views.put(spec.name(), wrap(view).own());
            }
            offset += size;
        }
    }

    /** Initial parameters, each uniform by its spec and drawn from the stream of its name. */
    public static Parameters initial(List<ParameterSpec> specs, Rng rng) {
        return initial(specs, rng, Device.cpu());
    }

    /** The same on a device. */
    public static Parameters initial(List<ParameterSpec> specs, Rng rng, Device device) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            Rng own = rng.stream(spec.name());
            float[] drawn = new float[spec.shape().length()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (float) (spec.centre() + (2 * own.nextDouble() - 1) * spec.bound());
            }
            values.put(spec.name(), drawn);
        }
        return of(specs, values, device);
    }

    /** Parameters with these values; every name must be present, in the right size, and no other. */
    public static Parameters of(List<ParameterSpec> specs, Map<String, float[]> values) {
        return of(specs, values, Device.cpu());
    }

    /** The same on a device. */
    public static Parameters of(List<ParameterSpec> specs, Map<String, float[]> values, Device device) {
        StateDictDifference difference = StateDictDifference.ofValues(specs, values);
        if (!difference.isNone()) {
            throw difference.error(
                    "A set of weights", "Use the weights with the configuration they were trained with.");
        }
        float[] all = new float[Math.toIntExact(size(specs))];
        int offset = 0;
        for (ParameterSpec spec : specs) {
            float[] part = values.getOrDefault(spec.name(), new float[0]);
            System.arraycopy(part, 0, all, offset, part.length);
            offset += part.length;
        }
        return new Parameters(specs, owned(all, device), false, true);
    }

    /** The view under a name. */
    public Tensor get(String name) {
        Tensor view = views.get(name);
        if (view == null) {
            throw new IllegalArgumentException("no parameter named " + name + " among " + views.keySet());
        }
        return view;
    }

    /** Their names and shapes. */
    public List<ParameterSpec> specs() {
        return specs;
    }

    /** The number of parameters. */
    public long size() {
        return size(specs);
    }

    /** The flat vector itself, in the order of the specs, which training writes to. */
    public Tensor flat() {
        return flat;
    }

    /** Each array as Java values, in order. */
    public Map<String, float[]> values() {
        Map<String, float[]> values = new LinkedHashMap<>();
        views.forEach((name, view) -> values.put(name, view.floats()));
        return values;
    }

    /** The same parameters as leaves of differentiation: gradients can be taken with respect to {@link #leaves}. */
    public Parameters trainable() {
        return new Parameters(specs, flat, true, false);
    }

    /** The views in order; gradients with respect to them exist where these parameters are {@link #trainable}. */
    public List<Tensor> leaves() {
        return new ArrayList<>(views.values());
    }

    /** Their device. */
    public Device device() {
        return flat.device();
    }

    /** A copy of the parameters. */
    public Parameters copy() {
        return copy(flat.device());
    }

    /** The same on a device. */
    public Parameters copy(Device device) {
        try (Scope scope = Scope.open()) {
            Tensor copied = result(() -> unwrap(flat).clone()).to(device);
            return new Parameters(specs, copied.own(), false, true);
        }
    }

    /** this ← decay · this + (1 - decay) · newer: one step of an exponential moving average. */
    public void average(Parameters newer, double decay) {
        try (Scope scope = Scope.open()) {
            unwrap(flat).lerp_(unwrap(newer.flat), new Scalar(1 - decay));
        }
    }

    /** A value derived from parameters, which owns native memory. */
    public interface Derived extends AutoCloseable {

        @Override
        void close();
    }

    private record Kept(Object key, long version, Derived value) {}

    /**
     * A value derived from the current parameters, cached until they change or another key is used: chains compute the gradient
     * hundreds of times between two training steps.
     *
     * @param key identifies the derived value
     */
    public synchronized <T extends Derived> T derived(Object key, Class<T> type, Supplier<T> made) {
        long version = unwrap(flat)._version();
        if (derived == null || derived.version() != version || !derived.key().equals(key)) {
            forget();
            derived = new Kept(key, version, made.get());
        }
        return type.cast(derived.value());
    }

    private synchronized void forget() {
        if (derived != null) {
            derived.value().close();
            derived = null;
        }
    }

    @Override
    public void close() {
        forget();
        views.values().forEach(Tensor::close);
        if (owner) {
            flat.close();
        }
    }

    @Override
    public String toString() {
        return "Parameters(" + size() + " in " + specs.size() + " arrays" + (trainable ? ", trainable" : "") + ")";
    }

    static Tensor owned(float[] values, Device device) {
        try (Scope scope = Scope.open()) {
            return Tensor.of(values, Shape.of(values.length), device).own();
        }
    }

    private static long size(List<ParameterSpec> specs) {
        return specs.stream().mapToLong(spec -> spec.shape().size()).sum();
    }
}
