package org.energymatching.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.NumberType;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a pickle: a stack, marks on it, a memo, and the instructions of {@link PickleOpcode}.
 *
 * <p>It runs nothing that the pickle says beyond the {@link TorchGlobals}, needs memory in proportion to the pickle's length at
 * most, and stops after {@link #MOST_STEPS} instructions. The values are strings, {@link Long}, {@link java.math.BigInteger},
 * {@link Double}, {@link Boolean}, null, byte arrays, {@code Object[]} for tuples, {@link PickleList}, {@link PickleDict} and what
 * the globals make; {@link PickleTree} turns them into plain ones. Source: Python's {@code pickletools}.
 */
final class PickleMachine {

    /** Finds the storage that a pickle refers to. */
    @FunctionalInterface
    interface Storages {

        /** The storage of that key, whose numbers are of that type and as many as {@code count}. */
        TorchStorage storage(NumberType type, String key, String device, long count);
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
            PickleOpcode opcode = PickleOpcode.of(code);
            if (opcode == null) {
                throw unknown(code);
            }
            if (opcode == PickleOpcode.STOP) {
                return pop();
            }
            obey(opcode);
        }
        throw file.refused("has a pickle of more than " + MOST_STEPS + " instructions");
    }

    private DataException unknown(int code) {
        return file.refused(
                "uses the pickle instruction 0x" + Integer.toHexString(code) + ", which weights do not need");
    }

    private void obey(PickleOpcode opcode) {
        switch (opcode) {
            case PROTO -> input.unsigned(1);
            case FRAME -> input.require(input.unsigned(8));
            case STOP -> throw new AssertionError(opcode);
            case MARK -> marks.add(stack.size());

            case NONE -> stack.add(null);
            case NEWTRUE -> stack.add(true);
            case NEWFALSE -> stack.add(false);
            case INT -> stack.add(integerOrBoolean());
            case BININT -> stack.add(input.signed());
            case BININT1 -> stack.add(input.unsigned(1));
            case BININT2 -> stack.add(input.unsigned(2));
            case LONG -> stack.add(input.decimal(input.line()));
            case LONG1 -> stack.add(input.integer(1));
            case LONG4 -> stack.add(input.integer(4));
            case BINFLOAT -> stack.add(input.real());

            case SHORT_BINSTRING, SHORT_BINUNICODE -> stack.add(input.text(1));
            case BINSTRING, BINUNICODE -> stack.add(input.text(4));
            case BINUNICODE8 -> stack.add(input.text(8));
            case SHORT_BINBYTES -> stack.add(input.counted(1));
            case BINBYTES -> stack.add(input.counted(4));
            case BINBYTES8 -> stack.add(input.counted(8));

            case EMPTY_LIST, EMPTY_SET -> stack.add(new PickleList());
            case APPEND -> append(popLast(1));
            case APPENDS, ADDITEMS -> append(popMarked());
            case FROZENSET -> {
                PickleList set = new PickleList();
                Collections.addAll(set.items(), popMarked());
                stack.add(set);
            }
            case EMPTY_TUPLE -> stack.add(new Object[0]);
            case TUPLE -> stack.add(popMarked());
            case TUPLE1 -> stack.add(popLast(1));
            case TUPLE2 -> stack.add(popLast(2));
            case TUPLE3 -> stack.add(popLast(3));
            case EMPTY_DICT -> stack.add(new PickleDict(file));
            case SETITEM -> put(popLast(2));
            case SETITEMS -> put(popMarked());

            case BINGET -> stack.add(recalled(input.unsigned(1)));
            case LONG_BINGET -> stack.add(recalled(input.unsigned(4)));
            case BINPUT -> memo.put((int) input.unsigned(1), top());
            case LONG_BINPUT -> memo.put((int) input.unsigned(4), top());
            case MEMOIZE -> memo.put(memo.size(), top());

            case GLOBAL -> stack.add(TorchGlobals.named(input.line(), input.line()));
            case STACK_GLOBAL -> {
                PickleArguments names = new PickleArguments(file, "name", popLast(2));
                stack.add(TorchGlobals.named(names.at(0, String.class), names.at(1, String.class)));
            }
            case REDUCE -> stack.add(called(popLast(2)));
            case NEWOBJ -> stack.add(instance(popLast(2), opcode));
            case NEWOBJ_EX -> stack.add(instance(popLast(3), opcode));
            case BUILD -> {
                pop();
                if (!(top() instanceof PickleDict || top() instanceof Unmade)) {
                    throw file.refused("gives attributes to something that is no dictionary");
                }
            }
            case BINPERSID -> stack.add(storage(pop()));
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

    /** Objects are made of no class; those of classes that weights do not need are {@link Unmade}. */
    private Object instance(@Nullable Object[] call, PickleOpcode opcode) {
        if (call[0] instanceof Unmade unmade) {
            return unmade;
        }
        throw unknown(opcode.code());
    }

    private void append(@Nullable Object[] items) {
        if (top() instanceof Unmade) {
            return;
        }
        if (!(top() instanceof PickleList list)) {
            throw file.damaged("appends to something that is no list");
        }
        Collections.addAll(list.items(), items);
    }

    private void put(@Nullable Object[] items) {
        if (top() instanceof Unmade) {
            return;
        }
        if (!(top() instanceof PickleDict dict) || items.length % 2 != 0) {
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
        return callable.call(new PickleArguments(file, "value", arguments));
    }

    /** A storage is referred to by the word storage, its class, key, device and count, and in old files by a view of another. */
    private Object storage(@Nullable Object reference) {
        if (!(reference instanceof Object[] tuple)) {
            throw file.damaged("refers to a storage by something that is no tuple");
        }
        PickleArguments parts = new PickleArguments(file, "storage", tuple);
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
