package org.energymatching.data.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.data.file.Numbers;
import org.energymatching.description.SelfDescribing;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name as in the file
 * @param type the type of its cells
 * @param missing rows without a cell: empty, or one of the usual signs for a missing number
 * @param numbers the format of its numbers; null if it holds words
 */
public record Column(
        String name,
        ColumnType type,
        long missing,
        @Nullable WrittenNumbers numbers) implements SelfDescribing {

    /** The values of its cells and, of numbers, their range, in one line. */
    public String text() {
        boolean open = type instanceof ColumnType.Continuous || type instanceof ColumnType.Bounded;
        return numbers == null || !open
                ? type.text()
                : type.text() + ", here " + Numbers.exact(numbers.lowest()) + " to " + Numbers.exact(numbers.highest());
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", name);
        description.put("type", type.description());
        description.put("missing", missing);
        if (numbers != null) {
            description.put("numbers", numbers.description());
        }
        return description;
    }

    static Column from(Fields fields) {
        return new Column(
                fields.word("name"),
                ColumnType.from(fields.fields("type").values()),
                fields.whole("missing"),
                fields.values().containsKey("numbers") ? WrittenNumbers.from(fields.fields("numbers")) : null);
    }
}
