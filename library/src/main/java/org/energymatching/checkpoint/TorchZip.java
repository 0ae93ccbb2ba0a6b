package org.energymatching.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.checkpoint.StoredZip.Slice;
import org.energymatching.data.InputFile;
import org.energymatching.data.NumberType;
import org.jspecify.annotations.Nullable;

/**
 * The layout of {@code torch.save} since PyTorch 1.6: a zip archive whose one folder holds {@code data.pkl}, {@code byteorder} and
 * the storages {@code data/0}, {@code data/1}, …
 */
final class TorchZip {

    private static final String PICKLE = "data.pkl";
    private static final String STORAGES = "data/";

    private final TorchFile file;
    private final FileChannel channel;
    private final Map<String, Slice> entries = new HashMap<>();

    private TorchZip(TorchFile file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        Map<String, Slice> all = StoredZip.entries(file, channel);
        String folder = folder(all.keySet().stream()
                .filter(name -> name.indexOf('/') == name.length() - PICKLE.length() - 1 && name.endsWith(PICKLE))
                .toList());
        all.forEach((name, slice) -> {
            if (name.startsWith(folder)) {
                entries.put(name.substring(folder.length()), slice);
            }
        });
    }

    /** What the pickle describes, as plain values. */
    static @Nullable Object read(TorchFile file, FileChannel channel) throws IOException {
        return new TorchZip(file, channel).read();
    }

    private @Nullable Object read() throws IOException {
        if (entries.containsKey("constants.pkl")) {
            throw file.foreign("is a TorchScript archive, made by torch.jit.save, and holds code");
        }
        ByteOrder order = byteOrder();
        return PickleTree.plain(
                file,
                PickleMachine.load(
                        file,
                        bytes(PICKLE),
                        (type, key, device, count) ->
                                new TorchStorage(file, type, device, order, position(type, key, count), count)));
    }

    private long position(NumberType type, String key, long count) {
        Slice slice = entries.get(STORAGES + key);
        if (slice == null) {
            throw file.damaged("lacks the entry " + STORAGES + key + ", which holds numbers of a tensor");
        }
        if (slice.length() % type.bytes() != 0 || slice.length() / type.bytes() != count) {
            throw file.damaged("holds " + slice.length() + " bytes in " + STORAGES + key + ", where " + count
                    + " numbers of " + type + " belong");
        }
        return slice.position();
    }

    /** Files from before PyTorch 2.1 do not tell; they are little-endian. */
    private ByteOrder byteOrder() throws IOException {
        if (!entries.containsKey("byteorder")) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String order = StandardCharsets.ISO_8859_1.decode(bytes("byteorder")).toString();
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw file.damaged("has the byte order '" + TorchFile.shown(order) + "'");
        };
    }

    private ByteBuffer bytes(String name) throws IOException {
        Slice slice = entries.getOrDefault(name, new Slice(0, 0));
        if (slice.length() > TorchArchive.LONGEST_PICKLE) {
            throw file.refused("has an entry " + name + " of " + slice.length() + " bytes");
        }
        channel.position(slice.position());
        return InputFile.next(channel, (int) slice.length());
    }

    private String folder(List<String> pickles) {
        if (pickles.isEmpty()) {
            throw file.foreign("is a zip archive without " + PICKLE);
        }
        if (pickles.size() > 1) {
            throw file.damaged("has " + pickles.size() + " entries " + PICKLE);
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }
}
