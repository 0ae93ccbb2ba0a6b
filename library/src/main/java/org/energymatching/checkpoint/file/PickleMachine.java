package org.energymatching.checkpoint.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.file.NumberType;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Executes a pickle: a stack, marks on it, a memo, and the instructions that {@code torch.save} writes in protocols 1 to 5.
 *
 * <p>It calls nothing but the {@link TorchGlobals}, needs memory in proportion to the pickle's length at most, and stops after
 * {@link #MOST_STEPS} instructions. The values are strings, {@link Long}, {@link java.math.BigInteger}, {@link Double}, {@link
 * Boolean}, null, byte arrays, {@code Object[]} for tuples, {@link Items}, {@link Dict} and what the globals make; {@link
 * PickleTree} converts them to plain values. Instructions that make objects of arbitrary classes are left out on purpose
 * ({@code INST}, {@code OBJ}, {@code EXT1} to {@code EXT4}, {@code PERSID}) as is protocol 0, which cannot refer to storages.
 * Source: Python's {@code pickletools}.
 */
final class PickleMachine {

    /** Finds the storage that a pickle refers to. */
    @FunctionalInterface
    interface Storages {

        /** The storage of that key, with {@code count} numbers of that type. */
        TorchStorage storage(NumberType type, String key, String device, long count);
    }

    /** A Python list or set under construction; a tuple, which is immutable, is an {@code Object[]}. */
    record Items(List<@Nullable Object> items) {

        Items() {
            this(new ArrayList<>());
        }
    }

    /** A Python dictionary under construction, whose keys are converted to text: the optimizer's parameter 7 is {@code "7"}. */
    record Dict(TorchFile file, Map<String, @Nullable Object> entries) {

        Dict(TorchFile file) {
            this(file, new LinkedHashMap<>());
        }

        /** Adds an entry; a key that occurs twice means damage, since Python writes each once. */
        void put(@Nullable Object key, @Nullable Object value) {
            if (!(key instanceof String || key instanceof Long || key instanceof Double || key instanceof Boolean)) {
                throw file.refused("has a dictionary whose keys are neither text nor numbers");
            }
            String text = key.toString();
            if (entries.containsKey(text)) {
                throw file.damaged("has a dictionary with the key '" + TorchFile.shown(text) + "' twice");
            }
            entries.put(text, value);
        }
    }

    /** Enough for twenty-five thousand tensors. */
    private static final int MOST_STEPS = 1 << 20;

    private final TorchFile file;
    private final PickleInput input;
    private final Storages storages;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, @Nullable Object> memo = new HashMap<>();

    private PickleMachine(TorchFile file, PickleInput input, Storages storages) {
        this.file = file;
        this.input = input;
        this.storages = storages;
    }

    /** The value of the pickle that begins at the buffer's position, which is moved to its end. */
    static @Nullable Object load(TorchFile file, ByteBuffer pickle, Storages storages) {
        return new PickleMachine(file, new PickleInput(file, pickle), storages).run();
    }

    private @Nullable Object run() {
        for (int step = 0; step < MOST_STEPS; step++) {
            int code = (int) input.unsigned(1);
            if (code == '.') { // STOP
                return pop();
            }
            obey(code);
        }
        throw file.refused("has a pickle of more than " + MOST_STEPS + " instructions");
    }

    private DataException unknown(int code) {
        return file.refused(
                "uses the pickle instruction 0x" + Integer.toHexString(code) + ", which weights do not need");
    }

    private void obey(int code) {
        switch (code) {
            case 0x80 -> input.unsigned(1); // PROTO
            case 0x95 -> input.require(input.unsigned(8)); // FRAME
            case '(' -> marks.add(stack.size()); // MARK
            case 'N' -> stack.add(null); // NONE
            case 0x88 -> stack.add(true); // NEWTRUE
            case 0x89 -> stack.add(false); // NEWFALSE
            case 'I' -> stack.add(integerOrBoolean()); // INT
            case 'J' -> stack.add(input.signed()); // BININT
            case 'K' -> stack.add(input.unsigned(1)); // BININT1
            case 'M' -> stack.add(input.unsigned(2)); // BININT2
            case 'L' -> stack.add(input.decimal(input.line())); // LONG
            case 0x8a -> stack.add(input.integer(1)); // LONG1
            case 0x8b -> stack.add(input.integer(4)); // LONG4
            case 'G' -> stack.add(input.real()); // BINFLOAT
            case 'U', 0x8c -> stack.add(input.text(1)); // SHORT_BINSTRING, SHORT_BINUNICODE
            case 'T', 'X' -> stack.add(input.text(4)); // BINSTRING, BINUNICODE
            case 0x8d -> stack.add(input.text(8)); // BINUNICODE8
            case 'C' -> stack.add(input.counted(1)); // SHORT_BINBYTES
            case 'B' -> stack.add(input.counted(4)); // BINBYTES
            case 0x8e -> stack.add(input.counted(8)); // BINBYTES8
            case ']', 0x8f -> stack.add(new Items()); // EMPTY_LIST, EMPTY_SET
            case 'a' -> append(popLast(1)); // APPEND
            case 'e', 0x90 -> append(popMarked()); // APPENDS, ADDITEMS
            case 0x91 -> { // FROZENSET
                @Nullable Object[] items = popMarked();
                stack.add(new Items());
                append(items);
            }
            case ')' -> stack.add(new Object[0]); // EMPTY_TUPLE
            case 't' -> stack.add(popMarked()); // TUPLE
            case 0x85, 0x86, 0x87 -> stack.add(popLast(code - 0x84)); // TUPLE1, TUPLE2, TUPLE3
            case '}' -> stack.add(new Dict(file)); // EMPTY_DICT
            case 's' -> put(popLast(2)); // SETITEM
            case 'u' -> put(popMarked()); // SETITEMS
            case 'h' -> stack.add(recalled(input.unsigned(1))); // BINGET
            case 'j' -> stack.add(recalled(input.unsigned(4))); // LONG_BINGET
            case 'q' -> memo.put((int) input.unsigned(1), top()); // BINPUT
            case 'r' -> memo.put((int) input.unsigned(4), top()); // LONG_BINPUT
            case 0x94 -> memo.put(memo.size(), top()); // MEMOIZE
            case 'c' -> stack.add(TorchGlobals.named(input.line(), input.line())); // GLOBAL
            case 0x93 -> { // STACK_GLOBAL
                TorchGlobals.Arguments names = new TorchGlobals.Arguments(file, "name", popLast(2));
                stack.add(TorchGlobals.named(names.at(0, String.class), names.at(1, String.class)));
            }
            case 'R' -> stack.add(called(popLast(2))); // REDUCE
            case 0x81 -> stack.add(instance(popLast(2), code)); // NEWOBJ
            case 0x92 -> stack.add(instance(popLast(3), code)); // NEWOBJ_EX
            case 'b' -> { // BUILD: attributes of dictionaries and of what is not made are ignored
                pop();
                if (!(top() instanceof Dict || top() instanceof Unmade)) {
                    throw file.refused("gives attributes to something that is no dictionary");
                }
            }
            case 'Q' -> stack.add(storage(pop())); // BINPERSID
            default -> throw unknown(code);
        }
    }

    private Object integerOrBoolean() {
        String line = input.line();
        return switch (line) {
            case "00" -> false;
            case "01" -> true;
            default -> input.decimal(line);
        };
    }

    /** No class is instantiated; objects of classes that weights do not need are {@link Unmade}. */
    private Object instance(@Nullable Object[] call, int code) {
        if (call[0] instanceof Unmade unmade) {
            return unmade;
        }
        throw unknown(code);
    }

    private void append(@Nullable Object[] items) {
        if (top() instanceof Unmade) {
            return;
        }
        if (!(top() instanceof Items list)) {
            throw file.damaged("appends to something that is no list");
        }
        Collections.addAll(list.items(), items);
    }

    private void put(@Nullable Object[] items) {
        if (top() instanceof Unmade) {
            return;
        }
        if (!(top() instanceof Dict dict) || items.length % 2 != 0) {
            throw file.damaged("has entries for a dictionary without a dictionary, or a key without a value");
        }
        for (int i = 0; i < items.length; i += 2) {
            dict.put(items[i], items[i + 1]);
        }
    }

    private @Nullable Object called(@Nullable Object[] call) {
        if (call[0] instanceof Unmade unmade) {
            return unmade;
        }
        if (call[1] instanceof Object[] arguments && arguments.length > 0 && arguments[0] instanceof Unmade unmade) {
            return unmade;
        }
        if (!(call[0] instanceof TorchGlobals.Callable callable) || !(call[1] instanceof Object[] arguments)) {
            throw file.refused("calls something that cannot be called");
        }
        return callable.call(new TorchGlobals.Arguments(file, "value", arguments));
    }

    /** A storage is referred to by the word storage, its class, key, device and count, and in old files by a view of another. */
    private Object storage(@Nullable Object reference) {
        if (!(reference instanceof Object[] tuple)) {
            throw file.damaged("refers to a storage by something that is no tuple");
        }
        TorchGlobals.Arguments parts = new TorchGlobals.Arguments(file, "storage", tuple);
        if (tuple.length > 1 && tuple[1] instanceof Unmade unmade) {
            return unmade;
        }
        if (!parts.text(0).equals("storage") || parts.count() > 5 && tuple[5] != null) {
            throw file.foreign("refers to numbers in a way that PyTorch gave up with version 0.4");
        }
        long count = parts.integer(4);
        if (count < 0) {
            throw file.damaged("refers to a storage of " + count + " numbers");
        }
        return storages.storage(parts.at(1, NumberType.class), parts.text(2), parts.text(3), count);
    }

    private @Nullable Object recalled(long index) {
        if (!memo.containsKey((int) index)) {
            throw file.damaged("recalls the value " + index + ", which it never memorised");
        }
        return memo.get((int) index);
    }

    private @Nullable Object top() {
        requireAboveMark(1);
        return stack.get(stack.size() - 1);
    }

    private @Nullable Object pop() {
        requireAboveMark(1);
        return stack.remove(stack.size() - 1);
    }

    private @Nullable Object[] popLast(int count) {
        requireAboveMark(count);
        return popFrom(stack.size() - count);
    }

    private @Nullable Object[] popMarked() {
        if (marks.isEmpty()) {
            throw file.damaged("ends a collection that never began");
        }
        return popFrom(marks.remove(marks.size() - 1));
    }

    private @Nullable Object[] popFrom(int from) {
        List<@Nullable Object> tail = stack.subList(from, stack.size());
        @Nullable Object[] items = tail.toArray();
        tail.clear();
        return items;
    }

    private void requireAboveMark(int count) {
        int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
        if (stack.size() - floor < count) {
            throw file.damaged("has a pickle that uses values which it never made");
        }
    }
}
