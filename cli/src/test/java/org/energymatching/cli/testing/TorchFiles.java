package org.energymatching.cli.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of weights as torch.save writes them, in the zip layout, every tensor a row of floats. */
public final class TorchFiles {

    private TorchFiles() {}

    /** A dictionary of tensors by name; inside a dictionary under another key unless that is empty. */
    public static Path write(Path file, String key, Map<String, float[]> weights) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        put(pickle, "\u0080\u0002}");
        if (!key.isEmpty()) {
            text(pickle, key);
            put(pickle, "}");
        }
        weights.forEach((name, values) -> {
            String storage = Integer.toString(entries.size());
            ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            entries.put("archive/data/" + storage, bytes.array());
            text(pickle, name);
            put(pickle, "ctorch._utils\n_rebuild_tensor_v2\n((");
            text(pickle, "storage");
            put(pickle, "ctorch\nFloatStorage\n");
            text(pickle, storage);
            text(pickle, "cpu");
            number(pickle, values.length);
            put(pickle, "tQ");
            number(pickle, 0);
            put(pickle, "(");
            number(pickle, values.length);
            put(pickle, "t(");
            number(pickle, 1);
            put(pickle, "t\u0089}tRs");
        });
        put(pickle, key.isEmpty() ? "." : "s.");
        entries.put("archive/data.pkl", pickle.toByteArray());
        return zip(file, entries);
    }

    /** The arrays of a residual network of eight layers for ten classes, drawn at random. */
    public static Map<String, float[]> resNet8(long seed) {
        Random random = new Random(seed);
        Map<String, float[]> weights = new LinkedHashMap<>();
        convolution(weights, "conv1", "bn1", 3, 16, random);
        int[] channels = {16, 16, 32, 64};
        for (int layer = 1; layer <= 3; layer++) {
            String block = "layer" + layer + ".0.";
            convolution(weights, block + "conv1", block + "bn1", channels[layer - 1], channels[layer], random);
            convolution(weights, block + "conv2", block + "bn2", channels[layer], channels[layer], random);
        }
        weights.put("linear.weight", draw(640, 0.1, random));
        weights.put("linear.bias", draw(10, 0.1, random));
        return weights;
    }

    private static void convolution(
            Map<String, float[]> weights, String name, String norm, int from, int to, Random random) {
        weights.put(name + ".weight", draw(from * to * 9, 1 / Math.sqrt(from * 9), random));
        weights.put(norm + ".weight", draw(to, 1, random));
        weights.put(norm + ".bias", draw(to, 0.1, random));
        weights.put(norm + ".running_mean", draw(to, 0.1, random));
        float[] variances = new float[to];
        Arrays.fill(variances, 1);
        weights.put(norm + ".running_var", variances);
    }

    private static float[] draw(int count, double scale, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return values;
    }

    private static Path zip(Path file, Map<String, byte[]> entries) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                CRC32 checksum = new CRC32();
                checksum.update(content.getValue());
                ZipEntry entry = new ZipEntry(content.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.getValue().length);
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(ByteArrayOutputStream pickle, String codes) {
        pickle.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void text(ByteArrayOutputStream pickle, String text) {
        put(pickle, "X");
        int32(pickle, text.length());
        put(pickle, text);
    }

    private static void number(ByteArrayOutputStream pickle, int value) {
        put(pickle, "J");
        int32(pickle, value);
    }

    private static void int32(ByteArrayOutputStream pickle, int value) {
        pickle.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }
}
