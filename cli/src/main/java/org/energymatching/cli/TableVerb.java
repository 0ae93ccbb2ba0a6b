package org.energymatching.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.output.TextTable;
import org.energymatching.cli.run.InputPath;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.schema.Column;
import org.energymatching.data.schema.Schema;
import org.energymatching.data.schema.SchemaInference;
import org.energymatching.data.schema.TableEncoding;
import org.energymatching.error.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em table}: the columns of a table. */
@Command(
        name = "table",
        description = "Show what the columns of a table hold.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        subcommands = TableVerb.Describe.class)
final class TableVerb {

    /** {@code em table describe}. */
    @Command(
            name = "describe",
            description =
                    "Show each column's type, as all rows together tell it: its range or levels, how many cells are missing, and how it becomes numbers.")
    static final class Describe implements Verb {

        private static final int WIDEST = 60;

        @Parameters(
                paramLabel = "FILE",
                converter = InputPath.class,
                description = "A CSV file, or - for standard input.")
        private Path file = Path.of("");

        @Option(
                names = "--types",
                arity = "1..*",
                paramLabel = "COLUMN=TYPE",
                description = {
                    "Types of columns that are not to be inferred: continuous, positive, integer, boolean, categorical, date, id, constant,",
                    "bounds such as [0,1] or [0,inf), or a date with its pattern, such as date:dd/MM/yyyy."
                })
        private List<String> types = new ArrayList<>();

        @Override
        public Result run(Console console) {
            Schema schema = SchemaInference.of(file, byColumn(types));
            TableEncoding encoding = TableEncoding.standard();
            List<List<String>> lines = new ArrayList<>();
            lines.add(List.of("column", "type", "missing", "becomes", "holds"));
            List<Map<String, Object>> columns = new ArrayList<>();
            for (Column column : schema.columns()) {
                String becomes = encoding.text(column.type());
                lines.add(
                        List.of(column.name(), column.type().name(), missing(column, schema), becomes, brief(column)));
                Map<String, Object> described = new LinkedHashMap<>(column.description());
                described.put("becomes", becomes);
                columns.add(described);
            }
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("file", file.toString());
            json.put("rows", schema.rows());
            json.put("columns", columns);
            return Result.done(
                    Numbers.format("%s: %,d rows of %d columns%n", file, schema.rows(), columns.size())
                            + TextTable.ofWords(lines),
                    json);
        }

        private static String missing(Column column, Schema schema) {
            return column.missing() == 0
                    ? "-"
                    : Numbers.format(
                            "%,d (%s %%)",
                            column.missing(), Numbers.brief(100.0 * column.missing() / schema.rows(), 2));
        }

        private static String brief(Column column) {
            String text = column.text();
            return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
        }

        /** The types by column; a name may contain '=', a type does not. */
        private static Map<String, String> byColumn(List<String> types) {
            Map<String, String> byColumn = new LinkedHashMap<>();
            for (String given : types) {
                int equals = given.lastIndexOf('=');
                if (equals < 1 || byColumn.put(given.substring(0, equals), given.substring(equals + 1)) != null) {
                    throw new UsageException(
                            "--types was given '" + given + "'.",
                            "A type is given as COLUMN=TYPE, once for each column.",
                            "Write for example --types zip=categorical 'share=[0,1]'.");
                }
            }
            return byColumn;
        }
    }
}
