package org.energymatching.cli.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/** All keys, as the records of {@link RunConfig} declare them. */
final class Schema {

    /** Stands for every phase in a dotted path. */
    private static final String ANY_PHASE = "phases.NAME";

    private static final Pattern ONE_PHASE = Pattern.compile("phases(\\.[^.]+(?=\\.)|\\[\\d+])");

    private static final Map<Type, ValueType> SIMPLE = Map.of(
            int.class, ValueType.INTEGER,
            Integer.class, ValueType.INTEGER,
            long.class, ValueType.LONG,
            double.class, ValueType.NUMBER,
            Double.class, ValueType.NUMBER,
            boolean.class, ValueType.TRUTH,
            Boolean.class, ValueType.TRUTH,
            String.class, ValueType.TEXT);

    /** The whole configuration. */
    static final Explanation ROOT = new Explanation(
            "", "The keys of a run:", ValueType.GROUP, false, null, null, null, List.of(), keysOf(RunConfig.class, ""));

    private Schema() {}

    /** The key at a dotted path; a phase's keys are found under any name, and without one. */
    static Explanation find(String path) {
        String[] names = path.isEmpty() ? new String[0] : path.split("\\.", -1);
        Explanation at = ROOT;
        for (int i = 0; i < names.length; i++) {
            if (at.type() == ValueType.GROUPS && i + 1 < names.length) {
                i++;
            }
            at = at.inner(names[i]).orElseThrow(() -> unknown(path, ""));
        }
        return at;
    }

    /** The error for a key that isn't there; {@code where} is empty or begins with a blank. */
    static UsageException unknown(String path, String where) {
        Matcher phase = ONE_PHASE.matcher(path);
        String remedy = Nearest.key(
                        path, ROOT.leaves().stream().map(Explanation::key).toList())
                .map(near -> "Did you mean '" + near.replace(ANY_PHASE, phase.lookingAt() ? phase.group() : ANY_PHASE)
                        + "'?")
                .orElse("Run 'em config explain' to see every key.");
        return new UsageException(
                "There is no key '" + path + "'" + where + ".", "Every key has to be a known one.", remedy);
    }

    private static List<Explanation> keysOf(Class<?> record, String prefix) {
        return Arrays.stream(record.getRecordComponents())
                .map(component -> explain(component, prefix))
                .toList();
    }

    private static Explanation explain(RecordComponent component, String prefix) {
        Key key = Objects.requireNonNull(component.getAnnotation(Key.class), component::toString);
        String path = prefix + component.getName();
        ValueType type = typeOf(component.getGenericType());
        return new Explanation(
                path,
                key.doc(),
                type,
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                emptyToNull(key.standard()),
                key.range().isEmpty() ? null : Interval.parse(key.range()),
                emptyToNull(key.symbol()),
                type == ValueType.CHOICE ? choices(component.getType()) : List.of(),
                switch (type) {
                    case GROUP -> keysOf(component.getType(), path + ".");
                    case GROUPS -> keysOf(RunConfig.Phase.class, ANY_PHASE + ".");
                    default -> List.of();
                });
    }

    private static ValueType typeOf(Type type) {
        if (type instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            return element == Integer.class
                    ? ValueType.INTEGERS
                    : element == String.class ? ValueType.TEXTS : ValueType.GROUPS;
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord()
                ? ValueType.GROUP
                : plain.isEnum() ? ValueType.CHOICE : Objects.requireNonNull(SIMPLE.get(plain), plain::toString);
    }

    private static List<String> choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ConfigReader.JSON.valueToTree(constant).asString())
                .toList();
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
