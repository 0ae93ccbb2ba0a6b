package org.energymatching.cli.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.energymatching.checkpoint.file.SafeTensors.Entry;

/** Writes what Python's torch.save would: dictionaries, lists, whole numbers, texts and tensors. */
public final class TorchSave {

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private TorchSave() {}

    public static Path write(Path file, Object root) {
        TorchSave save = new TorchSave();
        save.code("\u0080\u0002");
        save.value(root);
        save.code(".");
        save.entries.put("archive/data.pkl", save.pickle.toByteArray());
        save.entries.put("archive/byteorder", "little".getBytes(StandardCharsets.UTF_8));
        save.entries.put("archive/version", "3\n".getBytes(StandardCharsets.UTF_8));
        try {
            return Files.write(file, save.zip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void value(Object value) {
        if (value instanceof Map<?, ?> map) {
            code("}(");
            map.forEach((key, inner) -> {
                value(key);
                value(inner);
            });
            code("u");
        } else if (value instanceof List<?> list) {
            code("](");
            list.forEach(this::value);
            code("e");
        } else if (value instanceof Entry entry) {
            tensor(entry);
        } else if (value instanceof Integer number) {
            code("J").count(number);
        } else {
            byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
            code("X").count(text.length);
            pickle.writeBytes(text);
        }
    }

    /** _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks) */
    private void tensor(Entry entry) {
        String key = String.valueOf(entries.size());
        ByteBuffer numbers = ByteBuffer.allocate(4 * entry.values().length).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asFloatBuffer().put(entry.values());
        entries.put("archive/data/" + key, numbers.array());
        code("ctorch._utils\n_rebuild_tensor_v2\n((");
        value("storage");
        code("ctorch\nFloatStorage\n");
        value(key);
        value("cpu");
        value(entry.values().length);
        code("tQ");
        value(0);
        int rank = entry.shape().rank();
        code("(");
        for (int axis = 0; axis < rank; axis++) {
            value((int) entry.shape().at(axis));
        }
        code("t(");
        for (int axis = 0; axis < rank; axis++) {
            int stride = 1;
            for (int inner = axis + 1; inner < rank; inner++) {
                stride *= (int) entry.shape().at(inner);
            }
            value(stride);
        }
        code("t\u0089ccollections\nOrderedDict\n)RtR");
    }

    private TorchSave code(String codes) {
        pickle.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    private void count(int number) {
        for (int shift = 0; shift < 32; shift += 8) {
            pickle.write(number >> shift);
        }
    }

    private byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(content.getValue());
                ZipEntry entry = new ZipEntry(content.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
