package org.energymatching.checkpoint.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.file.InputFile;
import org.energymatching.data.file.NumberType;
import org.energymatching.data.file.OutputFile;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Shape;

/**
 * The contents of a {@code .safetensors} file: named arrays of floats and metadata.
 *
 * <p>A file is the length of its header (8 bytes), the header (JSON, padded with blanks to a multiple of 8) and the numbers,
 * little-endian, tensor after tensor without gaps. Written as F32. Read as F32, or as F64, F16, BF16, I64, I32, I16, I8, U32,
 * U16, U8 or BOOL, each number converted to a float as {@link NumberType} says. A file may be of any length, each tensor within
 * the length of a Java array. Source: the format's description at github.com/huggingface/safetensors.
 *
 * @param tensors in the order of their numbers in the file
 * @param metadata free text by name
 */
public record SafeTensors(Map<String, Entry> tensors, Map<String, String> metadata) {

    public SafeTensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (tensors.containsKey(SafeTensorsHeader.METADATA)) {
            throw new UsageException(
                    "A tensor is named " + SafeTensorsHeader.METADATA + ".",
                    "The format keeps that name for its metadata.",
                    "Give the tensor another name.");
        }
    }

    /**
     * One tensor as Java values.
     *
     * @param values row-major; not copied
     * @param shape any number of axes, none for a single number
     */
    public record Entry(float[] values, Shape shape) {

        /** Checks that the values fill the shape. */
        public Entry {
            if (shape.size() != values.length) {
                throw new UsageException(
                        values.length + " values do not fill the shape " + shape + ".",
                        "A tensor holds exactly as many values as its shape.",
                        "Pass the shape that the values were laid out for.");
            }
        }

        /** As in {@code Entry(64, 2)}, without the values. */
        @Override
        public String toString() {
            return "Entry" + shape;
        }
    }

    /** The parameters of these specs, in their order; an error if one has no values. */
    public static SafeTensors of(List<ParameterSpec> specs, Map<String, float[]> values, Map<String, String> metadata) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            entries.put(spec.name(), new Entry(values.getOrDefault(spec.name(), new float[0]), spec.shape()));
        }
        return new SafeTensors(entries, metadata);
    }

    /** The arrays by name. */
    public Map<String, float[]> values() {
        Map<String, float[]> values = new LinkedHashMap<>();
        tensors.forEach((name, entry) -> values.put(name, entry.values()));
        return values;
    }

    /** The tensor of that name; one that is not there is a {@link DataException}. */
    public Entry tensor(String name) {
        Entry entry = tensors.get(name);
        if (entry == null) {
            throw new DataException(
                    "There is no tensor '" + name + "' among the " + tensors.size() + " read.",
                    "The file must hold every tensor that is asked for by name.",
                    "Check that the file belongs to this network.");
        }
        return entry;
    }

    /**
     * Reads a whole file, after its header is checked against its length.
     *
     * @throws DataException if the file is not a valid safetensors file or has numbers of another type
     */
    public static SafeTensors read(Path path) {
        return InputFile.read(path, channel -> {
            SafeTensorsHeader header = SafeTensorsHeader.read(path, channel);
            Map<String, Entry> tensors = new LinkedHashMap<>();
            for (SafeTensorsHeader.Slot slot : header.slots()) {
                float[] values = slot.type().read(channel, slot.shape().length(), ByteOrder.LITTLE_ENDIAN);
                tensors.put(slot.name(), new Entry(values, slot.shape()));
            }
            return new SafeTensors(tensors, header.metadata());
        });
    }

    /** Writes a file atomically. */
    public void write(Path path) {
        OutputFile.write(path, channel -> {
            ByteBuffer header = SafeTensorsHeader.of(this).bytes();
            OutputFile.writeAll(channel, header);
            for (Entry entry : tensors.values()) {
                NumberType.writeF32(channel, entry.values());
            }
        });
    }
}
