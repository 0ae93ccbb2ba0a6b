package org.energymatching.cli.schema;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/** All keys of a configuration, from the declarations in its records. */
public final class Schema {

    /** Means the name of any element of a list of groups in a dotted path. */
    private static final String ANY = ".NAME";

    private static final Pattern ONE = Pattern.compile("phases(\\.[^.]+(?=\\.)|\\[\\d+])");

    private static final Map<Type, ValueType> SIMPLE = Map.of(
            int.class, ValueType.INTEGER,
            Integer.class, ValueType.INTEGER,
            long.class, ValueType.LONG,
            double.class, ValueType.NUMBER,
            Double.class, ValueType.NUMBER,
            boolean.class, ValueType.TRUTH,
            Boolean.class, ValueType.TRUTH,
            String.class, ValueType.TEXT);

    private final Explanation root;

    /** The keys of a configuration of this record. */
    public Schema(Class<? extends Record> configuration) {
        root = new Explanation(
                "",
                "The keys of a run:",
                ValueType.GROUP,
                false,
                null,
                null,
                null,
                List.of(),
                keysOf(configuration, ""));
    }

    /** The whole configuration. */
    public Explanation root() {
        return root;
    }

    /** The key at a dotted path; a phase's keys are found under any name, and without one. */
    public Explanation find(String path) {
        String[] names = path.isEmpty() ? new String[0] : path.split("\\.", -1);
        Explanation at = root;
        for (int i = 0; i < names.length; i++) {
            if (at.type() == ValueType.GROUPS && i + 1 < names.length) {
                i++;
            }
            if (at.type() == ValueType.NAMED_TEXTS) {
                return at.named(String.join(".", Arrays.asList(names).subList(i, names.length)));
            }
            at = at.inner(names[i]).orElseThrow(() -> unknown(path, ""));
        }
        return at;
    }

    /** The error for a missing key; {@code where} is empty or begins with a blank. */
    UsageException unknown(String path, String where) {
        Matcher phase = ONE.matcher(path);
        String remedy = Nearest.key(
                        path, root.leaves().stream().map(Explanation::key).toList())
                .map(near -> "Did you mean '"
                        + near.replace("phases" + ANY, phase.lookingAt() ? phase.group() : "phases" + ANY) + "'?")
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
        Class<?> held = held(component.getGenericType());
        return new Explanation(
                path,
                key.doc(),
                type,
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                emptyToNull(key.standard()),
                key.range().isEmpty() ? null : Interval.parse(key.range()),
                emptyToNull(key.symbol()),
                type == ValueType.CHOICE ? choices(held) : List.of(),
                switch (type) {
                    case GROUP -> keysOf(held, path + ".");
                    case GROUPS -> keysOf(held, path + ANY + ".");
                    case VARIANT, VARIANTS -> variants(held, path + ".");
                    default -> List.of();
                });
    }

    private static List<Explanation> variants(Class<?> kind, String prefix) {
        return Variants.of(kind).stream()
                .map(variant -> {
                    Named named = Variants.named(variant);
                    String path = prefix + named.value();
                    return new Explanation(
                            path,
                            named.doc(),
                            ValueType.GROUP,
                            true,
                            null,
                            null,
                            null,
                            List.of(),
                            keysOf(variant, path + "."));
                })
                .toList();
    }

    /** The class of a value, or of the elements of a list. */
    private static Class<?> held(Type type) {
        return (Class<?>) (type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type);
    }

    private static ValueType typeOf(Type type) {
        Class<?> held = held(type);
        if (type instanceof ParameterizedType several) {
            return several.getRawType() == Map.class
                    ? ValueType.NAMED_TEXTS
                    : held == Integer.class
                            ? ValueType.INTEGERS
                            : held == String.class
                                    ? ValueType.TEXTS
                                    : Variant.class.isAssignableFrom(held) ? ValueType.VARIANTS : ValueType.GROUPS;
        }
        return held.isRecord()
                ? ValueType.GROUP
                : held.isEnum()
                        ? ValueType.CHOICE
                        : Variant.class.isAssignableFrom(held)
                                ? ValueType.VARIANT
                                : Objects.requireNonNull(SIMPLE.get(held), held::toString);
    }

    private static List<String> choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
