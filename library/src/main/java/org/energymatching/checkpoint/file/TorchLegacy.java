package org.energymatching.checkpoint.file;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import org.energymatching.data.file.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * The layout of {@code torch.save} before PyTorch 1.6: five pickles, namely a magic number, the number of the protocol, a word
 * about the system, the object and the keys of its storages; then the storages in that order, each after its count in 8 bytes,
 * all little-endian.
 *
 * <p>The position of a storage is known only after the object, so the object's pickle is run twice: once to find its storages,
 * once to build it.
 */
final class TorchLegacy {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final Long PROTOCOL = 1001L;

    private final TorchFile file;
    private final FileChannel channel;
    private final ByteBuffer pickles;
    private final Map<String, TorchStorage> described = new HashMap<>();
    private final Map<String, TorchStorage> found = new HashMap<>();

    private TorchLegacy(TorchFile file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.pickles = InputFile.next(channel, (int) Math.min(channel.size(), TorchArchive.LONGEST_PICKLE));
    }

    /** The object of the fourth pickle, as plain values. */
    static @Nullable Object read(TorchFile file, FileChannel channel) throws IOException {
        return new TorchLegacy(file, channel).read();
    }

    private @Nullable Object read() throws IOException {
        if (!MAGIC.equals(next(this::none))) {
            throw file.foreign("is a pickle of Python, but not one of torch.save's");
        }
        if (!PROTOCOL.equals(next(this::none))) {
            throw file.foreign("is of another version than " + PROTOCOL + " of the format before PyTorch 1.6");
        }
        next(this::none);
        int object = pickles.position();
        Object first = next((type, key, device, count) -> {
            TorchStorage storage = new TorchStorage(file, type, device, ByteOrder.LITTLE_ENDIAN, 0, count);
            TorchStorage before = described.putIfAbsent(key, storage);
            if (before != null && !before.equals(storage)) {
                throw file.damaged("describes the storage " + key + " in two ways");
            }
            return storage;
        });
        if (first instanceof Unmade) {
            return PickleTree.plain(file, first); // which is refused by name
        }
        locate(PickleTree.plain(file, next(this::none)));
        pickles.position(object);
        return PickleTree.plain(file, next((type, key, device, count) -> find(key)));
    }

    private @Nullable Object next(PickleMachine.Storages storages) {
        return PickleMachine.load(file, pickles, storages);
    }

    private TorchStorage none(Object type, String key, String device, long count) {
        throw file.damaged("speaks of the storage " + key + " before its object");
    }

    private TorchStorage find(String key) {
        TorchStorage storage = found.get(key);
        if (storage == null) {
            throw file.damaged("lacks the storage " + key + ", which holds numbers of a tensor");
        }
        return storage;
    }

    private void locate(@Nullable Object keys) throws IOException {
        if (!(keys instanceof Iterable<?> list)) {
            throw file.damaged("has no list of its storages");
        }
        long position = pickles.position();
        for (Object key : list) {
            TorchStorage storage = key instanceof String text ? described.get(text) : null;
            if (storage == null || found.containsKey(key)) {
                throw file.damaged("lists a storage twice, or one that nothing is made of");
            }
            position = locate((String) key, storage, position);
        }
    }

    /** Reads the count before a storage; returns the position of the next storage. */
    private long locate(String key, TorchStorage storage, long position) throws IOException {
        long left = channel.size() - position - Long.BYTES;
        if (left < 0 || storage.count() > left / storage.type().bytes()) {
            throw file.damaged("ends before the " + storage.count() + " numbers of the storage " + key);
        }
        channel.position(position);
        long count = InputFile.next(channel, Long.BYTES).getLong();
        if (count != storage.count()) {
            throw file.damaged(
                    "has " + count + " numbers in the storage " + key + ", where " + storage.count() + " belong");
        }
        long first = position + Long.BYTES;
        found.put(
                key, new TorchStorage(file, storage.type(), storage.device(), storage.order(), first, storage.count()));
        return first + storage.count() * storage.type().bytes();
    }
}
