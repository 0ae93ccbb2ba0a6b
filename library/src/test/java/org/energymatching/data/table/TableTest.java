package org.energymatching.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.data.file.Npy;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"t.csv", "t.tsv", "t.txt", "T.CSV"})
    void readsTextByItsEnding(String name) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "a\tb\n1\t2\n3\t4\n");
        assertThat(Table.read(file, ColumnSelection.numeric()).rows().values()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void readsColumnsOfAnArray() {
        Path file = directory.resolve("t.npy");
        Npy.write(file, Samples.of(new float[][] {{1, 2, 3}, {4, 5, 6}}));
        Table table = Table.read(file, ColumnSelection.only(List.of("column3", "column1")));
        assertThat(table.columns()).containsExactly("column3", "column1");
        assertThat(table.ignored()).containsExactly("column2");
        assertThat(table.rows().values()).containsExactly(3, 1, 6, 4);
    }

    @Test
    void refusesArraysThatAreNoTable() {
        Path cube = directory.resolve("cube.npy");
        Npy.write(cube, new Samples(new float[8], Shape.of(2, 2, 2)));
        assertRefused(cube, "shape (2, 2, 2)");

        Path single = directory.resolve("single.npy");
        Npy.write(single, Samples.of(new float[][] {{1, 2}}));
        assertThat(Table.read(single, ColumnSelection.numeric()).rows().rows()).isEqualTo(1);

        Path infinite = directory.resolve("infinite.npy");
        Npy.write(infinite, Samples.of(new float[][] {{1, 2}, {3, Float.NEGATIVE_INFINITY}}));
        assertRefused(infinite, "holds -Infinity in row 2, column 'column2'");
    }

    @Test
    void refusesUnknownEndings() {
        assertThatThrownBy(() -> Table.read(Path.of("table.xlsx"), ColumnSelection.numeric()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("table.xlsx");
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> Table.read(file, ColumnSelection.numeric()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }
}
