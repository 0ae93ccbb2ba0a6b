package org.energymatching.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * The instructions of Python's pickles that are obeyed: those that {@code torch.save} writes in protocols 1 to 5.
 *
 * <p>Protocol 0 cannot refer to storages, so it never holds tensors. Left out on purpose is whatever makes objects of arbitrary
 * classes: {@code INST}, {@code OBJ}, {@code EXT1} to {@code EXT4}, {@code PERSID}. Source:
 * Python's {@code pickletools}.
 */
enum PickleOpcode {
    /** One byte: the number of the protocol. */
    PROTO(0x80),
    /** Eight bytes: how long the next stretch of the pickle is. */
    FRAME(0x95),
    /** The pickle ends; what is on the stack is its value. */
    STOP('.'),
    /** Marks where the items of a collection begin. */
    MARK('('),

    NONE('N'),
    NEWTRUE(0x88),
    NEWFALSE(0x89),
    /** A line: an integer in decimal, or a boolean as 00 or 01. */
    INT('I'),
    BININT('J'),
    BININT1('K'),
    BININT2('M'),
    /** A line: an integer in decimal with an L after it. */
    LONG('L'),
    LONG1(0x8a),
    LONG4(0x8b),
    BINFLOAT('G'),

    /** Text of Python 2. */
    BINSTRING('T'),
    SHORT_BINSTRING('U'),
    BINUNICODE('X'),
    SHORT_BINUNICODE(0x8c),
    BINUNICODE8(0x8d),
    BINBYTES('B'),
    SHORT_BINBYTES('C'),
    BINBYTES8(0x8e),

    EMPTY_LIST(']'),
    APPEND('a'),
    APPENDS('e'),
    EMPTY_TUPLE(')'),
    TUPLE('t'),
    TUPLE1(0x85),
    TUPLE2(0x86),
    TUPLE3(0x87),
    EMPTY_DICT('}'),
    SETITEM('s'),
    SETITEMS('u'),
    EMPTY_SET(0x8f),
    ADDITEMS(0x90),
    FROZENSET(0x91),

    /** The memo remembers values that occur more than once. */
    BINGET('h'),
    LONG_BINGET('j'),
    BINPUT('q'),
    LONG_BINPUT('r'),
    MEMOIZE(0x94),

    /** A name of Python, looked up in {@link TorchGlobals} and nowhere else. */
    GLOBAL('c'),
    STACK_GLOBAL(0x93),
    /** Calls one of those names. */
    REDUCE('R'),
    /** An object of a class: only what is not made anyway, see {@link Unmade}. */
    NEWOBJ(0x81),
    NEWOBJ_EX(0x92),
    /** Attributes of an object: ignored on dictionaries and what is not made, refused on anything else. */
    BUILD('b'),
    /** Refers to a storage outside of the pickle. */
    BINPERSID('Q');

    private static final @Nullable PickleOpcode[] BY_CODE = new @Nullable PickleOpcode[256];

    static {
        for (PickleOpcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    PickleOpcode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The instruction with this code, or null where it is not obeyed. */
    static @Nullable PickleOpcode of(int code) {
        return BY_CODE[code];
    }
}
