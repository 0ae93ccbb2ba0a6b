package org.energymatching.cli.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.cli.testing.Workbench;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code em table describe} on a table with a column of each type, and on what is none. */
class TableDescribeTest {

    @TempDir
    Path folder;

    private Workbench bench;
    private Path file;

    @BeforeEach
    void write() {
        bench = new Workbench(folder);
        StringBuilder text = new StringBuilder("id,day,load,share,rooms,own,kind,unit,note\n");
        for (int i = 0; i < 40; i++) {
            text.append("%d,2020-01-%02d,%s,0.%d,%d,%s,%s,kW,\"a note, the %dth\"%n"
                    .formatted(
                            i + 1,
                            1 + i % 20,
                            i == 0 ? "?" : i * i - 3.5,
                            i % 7,
                            1 + i * i % 9,
                            i % 2 == 0 ? "yes" : "no",
                            List.of("flat", "house", "farm").get(i % 3),
                            i));
        }
        file = bench.write("homes.csv", text.toString());
    }

    @Test
    void eachColumnIsTold() {
        String out = bench.em("table", "describe", file).done().out();
        assertThat(out.lines().map(String::stripTrailing).toList())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("homes.csv: 40 rows of 9 columns"),
                        line -> assertThat(line).matches("column +type +missing +becomes +holds"),
                        line -> assertThat(line).matches("id +id +- +left out +numbers the rows"),
                        line -> assertThat(line)
                                .matches("day +date +- +trend; .* yyyy-MM-dd, from 2020-01-01 to 2020-01-20"),
                        line -> assertThat(line)
                                .matches(
                                        "load +continuous +1 \\(2.5 %\\) +quantiles .* any number, here -2.5 to 1517.5"),
                        line -> assertThat(line).matches("share +bounded +- .* never below 0, here 0 to 0.6"),
                        line -> assertThat(line).matches("rooms +integer +- .* whole, from 1 to 8"),
                        line -> assertThat(line).matches("own +boolean +- +1 noised bit +no or yes"),
                        line -> assertThat(line)
                                .matches(
                                        "kind +categorical +- +noised one-hot, 3 numbers +3 levels: flat, farm, house"),
                        line -> assertThat(line).matches("unit +constant +- +put back +always kW"),
                        line -> assertThat(line).matches("note +id +- +left out +text"));
    }

    @Test
    void typesAreOverriddenAndProgramsReadThem() {
        JsonNode json = bench.em("table", "describe", file, "--types", "rooms=categorical", "share=[0,1]", "--json")
                .done()
                .json();
        assertThat(json.path("rows").asInt()).isEqualTo(40);
        JsonNode rooms = json.path("columns").get(4);
        assertThat(rooms.path("name").asString()).isEqualTo("rooms");
        assertThat(rooms.path("type").path("type").asString()).isEqualTo("categorical");
        assertThat(rooms.path("type").path("levels").size()).isLessThanOrEqualTo(9);
        assertThat(json.path("columns").get(3).path("type").path("high").asDouble())
                .isEqualTo(1);
        assertThat(json.path("columns").get(2).path("missing").asInt()).isEqualTo(1);
    }

    @Test
    void whatCannotBeIsRefused() {
        bench.refused(
                2, List.of("'kind'", "'flat' in line 2"), "table", "describe", file, "--types", "kind=continuous");
        bench.refused(2, List.of("'numeric'", "categorical"), "table", "describe", file, "--types", "kind=numeric");
        bench.refused(2, List.of("no column 'knd'", "'kind'"), "table", "describe", file, "--types", "knd=id");
        bench.refused(2, List.of("COLUMN=TYPE"), "table", "describe", file, "--types", "kind");
        bench.refused(3, List.of("does not exist"), "table", "describe", bench.path("none.csv"));
        Path comma = bench.write("comma.csv", "a,b\n\"0,5\",x\n\"1,25\",y\n");
        bench.refused(3, List.of("column 'a'", "decimal comma", "'0,5' in line 2"), "table", "describe", comma);
        Path names = bench.write("names.csv", "a,b\n");
        bench.refused(3, List.of("no rows"), "table", "describe", names);
    }
}
