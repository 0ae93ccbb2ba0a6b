package org.energymatching.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.file.InputFile;
import org.energymatching.data.file.NumberType;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The header of a safetensors file, which precedes its numbers.
 *
 * @param slots the position of each tensor, in the order of the file
 * @param metadata free text by name
 */
record SafeTensorsHeader(List<Slot> slots, Map<String, String> metadata) {

    /** The key of the metadata, which names no tensor. */
    static final String METADATA = "__metadata__";

    private static final int ALIGNMENT = 8;

    /**
     * The position of one tensor.
     *
     * @param begin offset of its first byte from the end of the header
     * @param end offset after its last byte
     */
    record Slot(String name, NumberType type, Shape shape, long begin, long end) {}

    /** The header of a file with these tensors, one after the other as F32. */
    static SafeTensorsHeader of(SafeTensors contents) {
        List<Slot> slots = new ArrayList<>();
        long[] end = {0};
        contents.tensors().forEach((name, entry) -> {
            long begin = end[0];
            end[0] += (long) entry.values().length * NumberType.F32.bytes();
            slots.add(new Slot(name, NumberType.F32, entry.shape(), begin, end[0]));
        });
        return new SafeTensorsHeader(slots, contents.metadata());
    }

    /** The checked header of a file, whose channel is left at the first number. */
    static SafeTensorsHeader read(Path path, FileChannel channel) throws IOException {
        return new Reader(path).read(channel);
    }

    /** The bytes of the header in a file, its length first. */
    ByteBuffer bytes() {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode words = root.putObject(METADATA);
            metadata.forEach(words::put);
        }
        for (Slot slot : slots) {
            ObjectNode tensor =
                    root.putObject(slot.name()).put("dtype", slot.type().name());
            Arrays.stream(slot.shape().extents()).forEach(tensor.putArray("shape")::add);
            tensor.putArray("data_offsets").add(slot.begin()).add(slot.end());
        }
        byte[] json = JsonMapper.shared().writeValueAsBytes(root);
        int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] padded = Arrays.copyOf(json, length);
        Arrays.fill(padded, json.length, length, (byte) ' ');
        return ByteBuffer.allocate(Long.BYTES + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(padded)
                .flip();
    }

    /** Reads the header of a safetensors file and checks it against the length of the file. */
    private record Reader(Path path) {

        /** The format's own limit. */
        private static final long LONGEST = 100_000_000;

        private static final JsonMapper JSON = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        /** The checked header; the channel is left at the first number. */
        SafeTensorsHeader read(FileChannel channel) throws IOException {
            if (channel.size() < Long.BYTES) {
                throw damaged("is too short for the length of a header");
            }
            long length = InputFile.next(channel, Long.BYTES).getLong();
            long rest = channel.size() - Long.BYTES;
            if (length < 1 || length > Math.min(LONGEST, rest)) {
                throw damaged("announces a header of " + Long.toUnsignedString(length) + " bytes");
            }
            JsonNode root = parse(InputFile.next(channel, (int) length));
            Map<String, String> metadata = Map.of();
            List<Slot> slots = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                if (entry.getKey().equals(SafeTensorsHeader.METADATA)) {
                    metadata = metadata(entry.getValue());
                } else {
                    slots.add(slot(entry.getKey(), entry.getValue()));
                }
            }
            slots.sort(Comparator.comparingLong(Slot::begin).thenComparingLong(Slot::end));
            requireNoHoles(slots, rest - length);
            return new SafeTensorsHeader(slots, metadata);
        }

        private JsonNode parse(ByteBuffer header) {
            if (header.get(0) != '{') {
                throw damaged("has a header that does not begin with {");
            }
            try {
                return JSON.readTree(
                        StandardCharsets.UTF_8.newDecoder().decode(header).toString());
            } catch (CharacterCodingException e) {
                throw damaged("has a header that is not UTF-8");
            } catch (JacksonException e) {
                throw damaged("has a header that is not JSON: " + e.getOriginalMessage());
            }
        }

        private Map<String, String> metadata(JsonNode node) {
            if (!node.isObject()) {
                throw damaged("has metadata that is no JSON object");
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!entry.getValue().isString()) {
                    throw damaged("has metadata '" + entry.getKey() + "' that is no string");
                }
                metadata.put(entry.getKey(), entry.getValue().stringValue());
            }
            return metadata;
        }

        private Slot slot(String name, JsonNode node) {
            if (node.size() != 3 || !node.path("dtype").isString()) {
                throw damaged("describes tensor '" + name + "' otherwise than by dtype, shape and data_offsets");
            }
            NumberType type = type(name, node.path("dtype").stringValue());
            Shape shape = Shape.of(numbers(name, node.path("shape")));
            long[] offsets = numbers(name, node.path("data_offsets"));
            if (offsets.length != 2 || offsets[0] > offsets[1]) {
                throw damaged("gives tensor '" + name + "' the offsets " + Arrays.toString(offsets));
            }
            if ((long) count(name, shape) * type.bytes() != offsets[1] - offsets[0]) {
                throw damaged("gives tensor '" + name + "' of shape " + shape + " and type " + type + " "
                        + (offsets[1] - offsets[0]) + " bytes");
            }
            return new Slot(name, type, shape, offsets[0], offsets[1]);
        }

        private NumberType type(String name, String dtype) {
            return Arrays.stream(NumberType.values())
                    .filter(type -> type.name().equals(dtype))
                    .findFirst()
                    .orElseThrow(() -> new DataException(
                            path + " holds tensor '" + name + "' as " + dtype + ".",
                            "Tensors are read from " + Arrays.toString(NumberType.values()) + ".",
                            "Convert it to F32 with the program that wrote it."));
        }

        private long[] numbers(String name, JsonNode node) {
            if (!node.isArray()) {
                throw damaged("describes tensor '" + name + "' without a list of sizes where one belongs");
            }
            long[] numbers = new long[node.size()];
            for (int i = 0; i < numbers.length; i++) {
                JsonNode number = node.path(i);
                if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                    throw damaged("describes tensor '" + name + "' with something else where a size belongs");
                }
                numbers[i] = number.longValue();
            }
            return numbers;
        }

        private int count(String name, Shape shape) {
            try {
                return shape.length();
            } catch (ArithmeticException e) {
                throw new DataException(
                        path + " holds tensor '" + name + "' of shape " + shape + ".",
                        "A tensor may have up to " + Integer.MAX_VALUE + " numbers.",
                        "Split it where the file was made, unless the file is damaged.",
                        e);
            }
        }

        private void requireNoHoles(List<Slot> slots, long bytes) {
            long end = 0;
            for (Slot slot : slots) {
                if (slot.begin() != end) {
                    throw damaged(
                            "has tensor '" + slot.name() + "' begin at byte " + slot.begin() + " instead of " + end);
                }
                end = slot.end();
            }
            if (end != bytes) {
                throw damaged("holds " + bytes + " bytes of numbers where its header describes " + end);
            }
        }

        private DataException damaged(String what) {
            return new DataException(
                    path + " " + what + ".",
                    "A safetensors file whose header describes every byte after it was expected.",
                    "The file was cut off or damaged: copy or make it again.");
        }
    }
}
