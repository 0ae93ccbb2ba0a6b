package org.energymatching.description;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values in descriptions: numbers and words themselves, long arrays as a digest, parts as their own description. */
public final class Descriptions {

    private static final int SHORT = 16;

    private Descriptions() {}

    /** A value in the form in which descriptions contain it. */
    public static @Nullable Object of(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Number number) {
            return Double.isFinite(number.doubleValue()) ? number : number.toString();
        }
        if (value instanceof Enum<?> choice) {
            return choice.name();
        }
        if (value instanceof double[] numbers) {
            return numbers.length <= SHORT ? Arrays.stream(numbers).boxed().toList() : digest(numbers);
        }
        if (value instanceof float[] numbers) {
            return digest(numbers);
        }
        if (value instanceof byte[][] images) {
            MessageDigest digest = sha256();
            for (byte[] image : images) {
                digest.update(image);
            }
            return images.length + " " + HexFormat.of().formatHex(digest.digest());
        }
        if (value instanceof List<?> list) {
            Map<String, Object> numbered = new LinkedHashMap<>();
            numbered.put("size", list.size());
            for (int i = 0; i < list.size(); i++) {
                put(numbered, Integer.toString(i), of(list.get(i)));
            }
            return numbered;
        }
        return value instanceof SelfDescribing part ? part.description() : ofComponents(value);
    }

    /** The type of a part and, of a record, its components. */
    static Map<String, Object> ofComponents(Object part) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("type", type(part));
        if (part instanceof Record) {
            for (RecordComponent component : part.getClass().getRecordComponents()) {
                put(described, component.getName(), of(component(part, component)));
            }
        }
        return described;
    }

    /** A digest of numbers. */
    public static String digest(float[] values) {
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

    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    /** The simple name of a class, after those that enclose it; that of a lambda has a number that differs between processes. */
    private static String type(Object part) {
        String name = part.getClass().getName();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        int lambda = simple.indexOf("$$Lambda");
        return lambda < 0 ? simple : simple.substring(0, lambda) + " (lambda)";
    }

    private static @Nullable Object component(Object record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException | RuntimeException hidden) {
            return component.getType().getSimpleName();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
