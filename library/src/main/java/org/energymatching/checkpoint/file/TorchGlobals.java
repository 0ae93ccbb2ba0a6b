package org.energymatching.checkpoint.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.file.NumberType;
import org.jspecify.annotations.Nullable;

/**
 * The names of Python that a {@code torch.save} file may use, with their meaning here.
 *
 * <p>A storage class means its {@link NumberType}, a number type or a factory its name as text, and a function a {@link
 * Callable}. A name that is not in this list is {@link Unmade}: nothing is imported, looked up or run.
 */
final class TorchGlobals {

    /** A function that a pickle may call. */
    @FunctionalInterface
    interface Callable {

        /** The result of the call. */
        @Nullable
        Object call(Arguments arguments);
    }

    /**
     * The arguments of a call in a pickle, whose types are checked before they are used.
     *
     * @param of the called function
     */
    record Arguments(TorchFile file, String of, @Nullable Object[] values) {

        /** A limit far above the length of storage keys and devices. */
        private static final int LONGEST_TEXT = 200;

        /** PyTorch's own limit on the axes of a tensor. */
        private static final int MOST_AXES = 64;

        int count() {
            return values.length;
        }

        /** The argument at that index, which must exist and have that type. */
        <T> T at(int index, Class<T> kind) {
            if (index >= values.length || !kind.isInstance(values[index])) {
                throw malformed();
            }
            return kind.cast(values[index]);
        }

        long integer(int index) {
            return at(index, Long.class);
        }

        String text(int index) {
            String text = at(index, String.class);
            if (text.length() > LONGEST_TEXT) {
                throw malformed();
            }
            return text;
        }

        /** A tuple of integers that are zero or more: sizes or strides. */
        long[] extents(int index) {
            Object[] tuple = at(index, Object[].class);
            if (tuple.length > MOST_AXES) {
                throw malformed();
            }
            long[] extents = new long[tuple.length];
            for (int i = 0; i < extents.length; i++) {
                if (!(tuple[i] instanceof Long extent) || extent < 0) {
                    throw malformed();
                }
                extents[i] = extent;
            }
            return extents;
        }

        private RuntimeException malformed() {
            return file.damaged("describes a " + of + " by something else than belongs there");
        }
    }

    private static final Map<String, Object> ALLOWED = allowed();

    private TorchGlobals() {}

    /** The meaning of the name; one that weights do not need is {@link Unmade}. */
    static Object named(String module, String name) {
        String full = TorchFile.shown(module) + "." + TorchFile.shown(name);
        Object global = ALLOWED.get(full);
        return global == null ? new Unmade(full) : global;
    }

    private static Map<String, Object> allowed() {
        Map<String, Object> names = new HashMap<>();
        names.put("torch.DoubleStorage", NumberType.F64);
        names.put("torch.FloatStorage", NumberType.F32);
        names.put("torch.HalfStorage", NumberType.F16);
        names.put("torch.BFloat16Storage", NumberType.BF16);
        names.put("torch.LongStorage", NumberType.I64);
        names.put("torch.IntStorage", NumberType.I32);
        names.put("torch.ShortStorage", NumberType.I16);
        names.put("torch.CharStorage", NumberType.I8);
        names.put("torch.ByteStorage", NumberType.U8);
        names.put("torch.BoolStorage", NumberType.BOOL);
        for (String type : List.of("float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8")) {
            names.put("torch." + type, "torch." + type);
        }
        names.put("torch.uint8", "torch.uint8");
        names.put("torch.bool", "torch.bool");
        callable(names, "torch._utils._rebuild_tensor", TorchGlobals::tensor);
        callable(names, "torch._utils._rebuild_tensor_v2", TorchGlobals::tensor);
        callable(names, "torch._utils._rebuild_parameter", arguments -> arguments.at(0, TorchTensor.class));
        callable(names, "torch.Size", arguments -> arguments.at(0, Object[].class));
        callable(names, "torch.device", TorchGlobals::device);
        callable(names, "collections.OrderedDict", TorchGlobals::orderedDict);
        callable(names, "collections.defaultdict", arguments -> new PickleMachine.Dict(arguments.file()));
        callable(names, "collections.Counter", arguments -> arguments.at(0, PickleMachine.Dict.class));
        for (String builtins : List.of("builtins.", "__builtin__.")) { // the latter is Python 2's, and protocol 2's
            callable(names, builtins + "set", arguments -> arguments.at(0, PickleMachine.Items.class));
            callable(names, builtins + "frozenset", arguments -> arguments.at(0, PickleMachine.Items.class));
            for (String factory : List.of("int", "float", "list", "dict")) {
                names.put(builtins + factory, builtins + factory);
            }
        }
        return Map.copyOf(names);
    }

    private static void callable(Map<String, Object> names, String name, Callable callable) {
        names.put(name, callable);
    }

    /** Storage, offset, sizes and strides; further arguments concern gradients only. */
    private static TorchTensor tensor(Arguments arguments) {
        return TorchTensor.of(
                arguments.at(0, TorchStorage.class), arguments.integer(1), arguments.extents(2), arguments.extents(3));
    }

    private static String device(Arguments arguments) {
        return arguments.count() == 1 ? arguments.text(0) : arguments.text(0) + ":" + arguments.integer(1);
    }

    /**
     * Empty, or from a list of pairs as Python 2 writes it. The pairs are removed from the list, so that a file cannot cause
     * repeated copies of one long list.
     */
    private static PickleMachine.Dict orderedDict(Arguments arguments) {
        PickleMachine.Dict dict = new PickleMachine.Dict(arguments.file());
        if (arguments.count() > 0) {
            List<@Nullable Object> pairs =
                    arguments.at(0, PickleMachine.Items.class).items();
            for (Object pair : pairs) {
                Arguments entry = new Arguments(arguments.file(), "dictionary", new Object[] {pair});
                List<@Nullable Object> items =
                        entry.at(0, PickleMachine.Items.class).items();
                if (items.size() != 2) {
                    throw arguments.file().damaged("has a dictionary with an entry that is no pair");
                }
                dict.put(items.get(0), items.get(1));
            }
            pairs.clear();
        }
        return dict;
    }
}
