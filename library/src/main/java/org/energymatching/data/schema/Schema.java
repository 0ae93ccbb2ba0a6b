package org.energymatching.data.schema;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.energymatching.data.file.Nearest;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;

/**
 * The schema of a table: the types of its columns.
 *
 * @param columns in the order of the file
 * @param rows the number of rows that it was inferred from
 */
public record Schema(List<Column> columns, long rows) implements SelfDescribing {

    /** Checks that names differ. */
    public Schema {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new UsageException(
                        "Two columns are called '" + column.name() + "'.",
                        "Each has a name of its own.",
                        "Rename one of them.");
            }
        }
    }

    /** The schema of a CSV file, as {@link SchemaInference} infers it. */
    public static Schema of(Path file) {
        return SchemaInference.of(file, Map.of());
    }

    /** The names of the columns, in the order of the file. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** The schema without these columns. */
    public Schema without(Collection<String> left) {
        return new Schema(
                columns.stream().filter(column -> !left.contains(column.name())).toList(), rows);
    }

    /** The column of a name; an error that lists the names if there is none. */
    public Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "There is no column '" + name + "'.",
                        "The columns are " + Nearest.brief(names()) + ".",
                        Nearest.to(name, names())
                                .map(near -> "Perhaps '" + near + "' was meant.")
                                .orElse("Name one of these.")));
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("rows", rows);
        description.put("columns", columns.stream().map(Column::description).toList());
        return description;
    }

    /**
     * The schema of a description.
     *
     * @throws org.energymatching.error.DataException if it is not a description of a schema
     */
    public static Schema from(Map<?, ?> description) {
        Fields fields = new Fields(description);
        return new Schema(
                fields.list("columns").stream()
                        .map(column -> Column.from(Fields.of(column)))
                        .toList(),
                fields.whole("rows"));
    }
}
