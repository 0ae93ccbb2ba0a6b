package org.energymatching.training;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.nn.Architecture;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a plan is made of, in values that go through JSON: its type, the components of a record, and of data a digest.
 * Two plans whose parts are described alike train alike, lambdas of one class aside.
 */
final class Described {

    /** Draws of a distribution that tell it from others. */
    private static final int DRAWS = 64;

    private static final int SHORT = 16;

    private Described() {}

    static @Nullable Object of(@Nullable Object part) {
        if (part == null || part instanceof Number || part instanceof Boolean || part instanceof String) {
            return part instanceof Number number && !Double.isFinite(number.doubleValue()) ? number.toString() : part;
        }
        if (part instanceof Enum<?> choice) {
            return choice.name();
        }
        if (part instanceof Architecture architecture) {
            return architecture.description();
        }
        if (part instanceof Samples samples) {
            return samples.shape() + " " + digest(samples.values());
        }
        if (part instanceof double[] numbers) {
            return numbers.length <= SHORT ? List.of(boxed(numbers)) : digest(numbers);
        }
        if (part instanceof float[] numbers) {
            return digest(numbers);
        }
        if (part instanceof byte[][] images) {
            MessageDigest digest = sha256();
            for (byte[] image : images) {
                digest.update(image);
            }
            return images.length + " " + HexFormat.of().formatHex(digest.digest());
        }
        if (part instanceof List<?> list) {
            Map<String, Object> numbered = new LinkedHashMap<>();
            for (int i = 0; i < list.size(); i++) {
                put(numbered, Integer.toString(i), of(list.get(i)));
            }
            return numbered;
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("type", type(part));
        if (part instanceof Record) {
            for (RecordComponent component : part.getClass().getRecordComponents()) {
                put(described, component.getName(), of(component(part, component)));
            }
        } else if (part instanceof Distribution distribution) {
            described.put("draws", digest(distribution.sample(DRAWS, Rng.of(0)).values()));
        }
        return described;
    }

    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    /** A lambda's class has a number that differs from start to start. */
    private static String type(Object part) {
        String name = part.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda) + " (lambda)";
    }

    private static @Nullable Object component(Object record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException | RuntimeException hidden) {
            return component.getType().getName();
        }
    }

    private static Object[] boxed(double[] numbers) {
        Object[] boxed = new Object[numbers.length];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = numbers[i];
        }
        return boxed;
    }

    private static String digest(float[] values) {
        MessageDigest digest = sha256();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES);
        for (float value : values) {
            digest.update(bytes.clear().putFloat(value).array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String digest(double[] values) {
        MessageDigest digest = sha256();
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES);
        for (double value : values) {
            digest.update(bytes.clear().putDouble(value).array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
