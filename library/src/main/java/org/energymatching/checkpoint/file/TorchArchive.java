package org.energymatching.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.energymatching.data.file.InputFile;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a {@code .pt}, {@code .pth} or {@code .ckpt} file that {@code torch.save} wrote, read without Python and
 * without running its code.
 *
 * <p>Such a file is a pickle, a program for a stack machine that could run any code in Python, and the numbers that it refers
 * to. Here the machine makes only tensors and plain collections; a file that calls anything else is refused with the name of
 * the call. Both layouts of {@code torch.save} are read, zip and the one before PyTorch 1.6; TorchScript is recognised and
 * refused. Numbers are read only when they are needed, so that the averaged weights of a large checkpoint are read without its
 * optimizer:
 *
 * <pre>{@code
 * Map<String, SafeTensors.Entry> weights = TorchArchive.read(path).stateDict("ema_model");
 * }</pre>
 *
 * <p>The file must not be moved or changed until the tensors are read. Source: {@code torch/serialization.py}.
 */
public final class TorchArchive {

    /** A pickle of twenty-five thousand tensors is much shorter. */
    static final int LONGEST_PICKLE = 1 << 24;

    /** A file of any length may have so many numbers; more are accepted only up to its number of bytes. */
    private static final long ALWAYS_ALLOWED = 1 << 20;

    private static final int MOST_KEYS_SHOWN = 20;
    private static final int ZIP = 0x04034b50;
    private static final int PICKLE = 0x80;

    private final TorchFile file;
    private final long length;
    private final @Nullable Object root;
    private final String prefix;

    private TorchArchive(TorchFile file, long length, @Nullable Object root, String prefix) {
        this.file = file;
        this.length = length;
        this.root = root;
        this.prefix = prefix;
    }

    /**
     * Reads everything but the numbers.
     *
     * @throws DataException if the file is damaged, was not written by {@code torch.save} or calls more than tensors and plain
     *     values
     */
    public static TorchArchive read(Path path) {
        TorchFile file = new TorchFile(path);
        return InputFile.read(path, channel -> new TorchArchive(file, channel.size(), root(file, channel), ""));
    }

    private static @Nullable Object root(TorchFile file, FileChannel channel) throws IOException {
        ByteBuffer start = InputFile.next(channel, (int) Math.min(channel.size(), Integer.BYTES));
        channel.position(0);
        if (start.remaining() == Integer.BYTES
                && start.order(ByteOrder.LITTLE_ENDIAN).getInt(0) == ZIP) {
            return TorchZip.read(file, channel);
        }
        if (start.hasRemaining() && Byte.toUnsignedInt(start.get(0)) == PICKLE) {
            return TorchLegacy.read(file, channel);
        }
        throw file.foreign("is neither a zip archive nor a pickle of Python");
    }

    /**
     * The whole tree: maps with strings for keys, lists, {@link TorchTensor}, {@link Long}, {@link Double}, {@link Boolean}, {@link
     * String}, null and {@link Unmade} for objects that were not made; rarely {@link java.math.BigInteger} for an integer
     * beyond 64 bits, and {@code byte[]}.
     *
     * <p>Tuples and sets are lists here; a key that was a number is its decimal text; a device or number type is its name.
     */
    public @Nullable Object root() {
        return root;
    }

    /** The value under these keys, one inside the other; the root without any. */
    public @Nullable Object at(String... path) {
        Object value = root;
        for (int depth = 0; depth < path.length; depth++) {
            if (!(value instanceof Map<?, ?> map) || !map.containsKey(path[depth])) {
                throw new DataException(
                        file.path() + " has no '" + path[depth] + "' in " + place(Arrays.copyOf(path, depth)) + ".",
                        "There is " + (value instanceof Map<?, ?> map ? keys(map) : "no dictionary") + ".",
                        "Choose one of these, or another file.");
            }
            value = map.get(path[depth]);
        }
        return value;
    }

    /**
     * The same file with a prefix taken off the names of tensors that have it: {@code module.} after training on several devices
     * with DataParallel, {@code _orig_mod.} after {@code torch.compile}.
     */
    public TorchArchive withoutPrefix(String taken) {
        return new TorchArchive(file, length, root, taken);
    }

    /**
     * The tensors of the state dict under these keys, in the order of the file, not yet read; other values under the keys are
     * left out.
     *
     * @throws DataException if there is no value under these keys, or no tensor
     */
    public Map<String, TorchTensor> tensors(String... path) {
        if (!(at(path) instanceof Map<?, ?> map)) {
            throw noStateDict(path, "is no dictionary");
        }
        Map<String, TorchTensor> tensors = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(value instanceof TorchTensor tensor)) {
                return; // such as the count of an average, or options beside the weights
            }
            String name = key.toString();
            String shortened = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
            if (tensors.put(shortened, tensor) != null) {
                throw noStateDict(path, "has two tensors '" + shortened + "' without the prefix " + prefix);
            }
        });
        if (tensors.isEmpty()) {
            throw noStateDict(path, "holds no tensors" + (map.isEmpty() ? "" : ", but " + keys(map)));
        }
        return Collections.unmodifiableMap(tensors);
    }

    /** Reads the state dict under these keys: its {@link #tensors}, with their values. */
    public Map<String, SafeTensors.Entry> stateDict(String... path) {
        Map<String, TorchTensor> tensors = tensors(path);
        long numbers = 0;
        for (TorchTensor tensor : tensors.values()) {
            numbers += tensor.shape().size();
        }
        if (numbers > Math.max(length, ALWAYS_ALLOWED)) {
            throw file.refused("claims " + numbers + " numbers in " + length + " bytes");
        }
        Map<String, SafeTensors.Entry> entries = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> entries.put(name, new SafeTensors.Entry(tensor.values(), tensor.shape())));
        return Collections.unmodifiableMap(entries);
    }

    private DataException noStateDict(String[] path, String what) {
        return new DataException(
                file.path() + " has no state dict at " + place(path) + ": it " + what + ".",
                "A state dict is a dictionary of tensors by name.",
                "Name the keys that lead to it, as in ema_model, net_model or state_dict.");
    }

    private static String place(String[] path) {
        return path.length == 0 ? "its root" : "'" + String.join("' / '", path) + "'";
    }

    private static String keys(Map<?, ?> map) {
        String shown = map.keySet().stream()
                .limit(MOST_KEYS_SHOWN)
                .map(key -> TorchFile.shown(key.toString()))
                .collect(Collectors.joining(", "));
        return map.size() <= MOST_KEYS_SHOWN ? shown : shown + " and " + (map.size() - MOST_KEYS_SHOWN) + " more";
    }

    /** As in {@code TorchArchive(model.pt: net_model, ema_model, step)}. */
    @Override
    public String toString() {
        return "TorchArchive(" + file.path() + (root instanceof Map<?, ?> map ? ": " + keys(map) : "") + ")";
    }
}
