package org.energymatching.cli.schema;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The documentation of a key, or of a group and its keys.
 *
 * @param key dotted path, such as {@code optimizer.learningRate}; empty for the whole configuration
 * @param doc the meaning
 * @param type the type of the value
 * @param nullable whether it may be left empty
 * @param standard the default as in YAML; null if a value must be given, if it is empty, or for a group
 * @param range the allowed numbers; null if all are allowed
 * @param symbol the paper's symbol; null if it has none
 * @param choices the allowed words; empty if it isn't a choice
 * @param keys the keys of a group, in their order; empty for a single key
 */
public record Explanation(
        String key,
        String doc,
        ValueType type,
        boolean nullable,
        @Nullable String standard,
        @Nullable Interval range,
        @Nullable String symbol,
        List<String> choices,
        List<Explanation> keys) {

    /** Type and range in words, such as {@code a number in (0, 1]}. */
    public String expected() {
        String what = switch (type) {
            case CHOICE -> "one of " + String.join(", ", choices);
            case VARIANT -> "one of " + names() + ", alone or with its keys";
            case VARIANTS -> "a list of some of " + names() + ", each alone or with its keys";
            default -> type.words();
        };
        String where = range == null ? "" : (type == ValueType.INTEGERS ? ", each " : " ") + range;
        return what + where + (nullable ? ", or empty" : "");
    }

    /** Every single key below, or this one. */
    public List<Explanation> leaves() {
        return isGroup()
                ? keys.stream().flatMap(inner -> inner.leaves().stream()).toList()
                : List.of(this);
    }

    /** The output of {@code em config explain}. */
    @Override
    public String toString() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(key.isEmpty() ? doc : key + ": " + doc);
        if (isGroup()) {
            int width =
                    keys.stream().mapToInt(inner -> inner.key.length()).max().orElse(0);
            keys.forEach(inner -> lines.add(("  %-" + width + "s  %s").formatted(inner.key, inner.summary())));
            if (standard != null && type != ValueType.GROUPS) {
                lines.add("  default  " + standard);
            }
        } else {
            lines.add("  type     " + expected());
            lines.add("  default  " + (standard != null ? standard : nullable ? "(empty)" : "(none; must be given)"));
            if (symbol != null) {
                lines.add("  symbol   " + symbol);
            }
        }
        return lines.toString();
    }

    boolean isGroup() {
        return switch (type) {
            case GROUP, GROUPS, VARIANT, VARIANTS -> true;
            default -> false;
        };
    }

    /** The key inside this group whose last part is {@code name}. */
    public Optional<Explanation> inner(String name) {
        return keys.stream().filter(inner -> inner.name().equals(name)).findFirst();
    }

    /** The key of the text under a name of the user's own. */
    Explanation named(String name) {
        return new Explanation(key + "." + name, doc, ValueType.TEXT, false, null, null, null, List.of(), List.of());
    }

    /** The last part of the key. */
    public String name() {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private String names() {
        return String.join(", ", keys.stream().map(Explanation::name).toList());
    }

    private String summary() {
        return standard == null || type == ValueType.GROUPS ? doc : doc + " [" + standard + "]";
    }
}
