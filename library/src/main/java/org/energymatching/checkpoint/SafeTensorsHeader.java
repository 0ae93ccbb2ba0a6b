package org.energymatching.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.energymatching.data.NumberType;
import org.energymatching.tensor.Shape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stands before the numbers of a safetensors file.
 *
 * @param slots where each tensor lies, in the order of the file
 * @param metadata free text by name
 */
record SafeTensorsHeader(List<Slot> slots, Map<String, String> metadata) {

    /** The key that stands for no tensor. */
    static final String METADATA = "__metadata__";

    private static final int ALIGNMENT = 8;

    /**
     * The place of one tensor.
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

    /** The header as it stands in a file, its length in front. */
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
}
