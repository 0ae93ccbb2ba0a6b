package org.energymatching.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.data.file.Csv;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Corruption;
import org.energymatching.testing.Seeds;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    private static final TableReading NUMERIC = TableReading.of(ColumnSelection.numeric());

    private static final TableReading GAPS = NUMERIC.missing(MissingValues.KEEP);

    @TempDir
    Path directory;

    @Test
    void usesNumericColumnsAndReportsTheOthers() throws IOException {
        Table table = CsvTableReader.read(file("id,x,when,y\na,1,2012-02-11,2.5\nb,-3e2,2012-02-12,.5\n"), NUMERIC);
        assertThat(table.columns()).containsExactly("x", "y");
        assertThat(table.ignored()).containsExactly("id", "when");
        assertThat(table.rows().width()).isEqualTo(2);
        assertThat(table.rows().values()).containsExactly(1, 2.5, -300, 0.5);
    }

    @Test
    void gapsAreNaNWhereTheyAreAskedFor() throws IOException {
        Path gaps = file("name,x,y\na,1,\nb,NA,2\nc,null, \nd,NaN,-3\n");
        Table table = CsvTableReader.read(gaps, GAPS.columns(ColumnSelection.only(List.of("x", "y"))));
        double none = Double.NaN;
        assertThat(table.rows().values()).containsExactly(1, none, none, 2, none, none, none, -3);
        assertThatThrownBy(() -> CsvTableReader.read(gaps, TableReading.of(ColumnSelection.only(List.of("x", "y")))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 2, column 'y' is empty");
        assertThat(CsvTableReader.read(file("x,y\n1,\n"), GAPS).rows().values()).containsExactly(1, none);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "inf", "1,5,", "-Infinity", "5%"})
    void whatIsNoGapIsRefusedAmongGapsToo(String cell) throws IOException {
        Path file = file("x;y\n1;\n" + cell + ";2\n");
        assertThatThrownBy(() -> CsvTableReader.read(file, GAPS))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 3, column 'x' reads '" + cell + "'")
                .hasMessageContaining("or nothing where nothing was measured");
    }

    @Test
    void takesColumnsByNameInTheOrderGiven() throws IOException {
        Table table = CsvTableReader.read(
                file("a,b,c\n1,2,3\n4,5,6\n"), TableReading.of(ColumnSelection.only(List.of("c", "a"))));
        assertThat(table.columns()).containsExactly("c", "a");
        assertThat(table.ignored()).containsExactly("b");
        assertThat(table.rows().values()).containsExactly(3, 1, 6, 4);
    }

    @Test
    void leavesColumnsOutByName() throws IOException {
        Table table = CsvTableReader.read(
                file("a,b,c\n1,2,x\n4,5,y\n"), TableReading.of(ColumnSelection.allBut(List.of("a"))));
        assertThat(table.columns()).containsExactly("b");
        assertThat(table.ignored()).containsExactly("a", "c");
    }

    @Test
    void namesTheColumnsOfAFileWithoutHeader() throws IOException {
        Table table = CsvTableReader.read(file("1,2\n3,4\n"), NUMERIC);
        assertThat(table.columns()).containsExactly("column1", "column2");
        assertThat(table.rows().values()).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,2\n3,4",
                "a,b\r\n1,2\r\n3,4\r\n",
                "\uFEFFa,b\n1,2\n3,4\n\n\n",
                "a;b\n1;2\n3;4\n",
                "a\tb\n1\t2\n3\t4\n",
                "a,b\n1,2\n\"3\",4",
                "\"a\",\"b\"\n\"1\",2\n3,\" 4 \"\n",
                " a , b \n 1 , +2 \n3.,4e0\n",
            })
    void readsEachDialect(String text) throws IOException {
        Table table = CsvTableReader.read(file(text), NUMERIC);
        assertThat(table.columns()).containsExactly("a", "b");
        assertThat(table.rows().values()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void quotedNamesMayHoldSeparatorsAndLineBreaks() throws IOException {
        Table table = CsvTableReader.read(file("\"load; kW, \"\"net\"\"\",\"two\nlines\"\n1,2\n3,4\n"), NUMERIC);
        assertThat(table.columns()).containsExactly("load; kW, \"net\"", "two\nlines");
    }

    @Test
    void aColumnWithoutNameIsCalledByItsPlace() throws IOException {
        assertThat(CsvTableReader.read(file(",x\n0,1\n1,2\n"), NUMERIC).columns())
                .containsExactly("column1", "x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "'' ! is empty",
                "_ ! is empty",
                "a,b_ ! no rows",
                "a,b_1,2_3_ ! line 3 has 1 cells and ends before column 'b'",
                "a,b_1,2,9_ ! line 2 has 3 cells and goes on after column 'b'",
                "a,b_1,2_3,x_ ! line 3, column 'b' reads 'x', which is no number",
                "a,b_1,2_3,_ ! line 3, column 'b' is empty",
                "a,b_1,_3,4_ ! line 2, column 'b' is empty",
                "1,_3,4_ ! line 1, column 'column2' is empty",
                "a,b_1,2_3,NaN_ ! line 3, column 'b' reads 'NaN', which is no finite number",
                "a,b_1,2_-inf,4_ ! line 3, column 'a' reads '-inf', which is no finite number",
                "a,b_1,2_1e400,4_ ! line 3, column 'a' reads '1e400', which is no finite number",
                "a,b_1,2_0x1p3,4_ ! line 3, column 'a' reads '0x1p3', which is no number",
                "a,b_1,2_1f,4_ ! line 3, column 'a' reads '1f', which is no number",
                "a,b_1,2__3,4_ ! line 3 is blank",
                "_a,b_1,2_3,4_ ! line 1 is blank",
                "a,a_1,2_3,4_ ! the name 'a' to a second column: 2",
                "a,b_x,y_z,w_ ! no column to use",
                "a,b_\"1,2_3,4_ ! Mend the quotes",
            })
    void saysWhereAFileIsWrong(String text, String message) throws IOException {
        Path file = file(text.replace('_', '\n'));
        assertThatThrownBy(() -> CsvTableReader.read(file, NUMERIC))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void namesTheLineThatIsNotUtf8() throws IOException {
        Path file = directory.resolve("latin1.csv");
        Files.write(file, ("a,b\n" + "1,2\n".repeat(50_000) + "gr\u00fcn,3\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> CsvTableReader.read(file, NUMERIC))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("in line 50002");
    }

    @Test
    void refusesPathsThatAreNoFiles() {
        Path absent = directory.resolve("absent.csv");
        assertThatThrownBy(() -> CsvTableReader.read(absent, NUMERIC))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("absent.csv does not exist");
        assertThatThrownBy(() -> CsvTableReader.read(directory, NUMERIC))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void suggestsTheNearestName() throws IOException {
        Path file = file("h0000,h0030,price\n1,2,3\n4,5,6\n");
        assertThatThrownBy(() -> CsvTableReader.read(file, TableReading.of(ColumnSelection.only(List.of("Prise")))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no column 'Prise'")
                .hasMessageContaining("Perhaps 'price' was meant.");
        assertThatThrownBy(() ->
                        CsvTableReader.read(file, TableReading.of(ColumnSelection.allBut(List.of("temperature")))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("[h0000, h0030, price]")
                .hasMessageContaining("Name one of these.");
    }

    @Test
    void refusesASelectionOfNothingOrTwice() {
        assertThatThrownBy(() -> ColumnSelection.only(List.of())).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ColumnSelection.only(List.of("a", "a"))).isInstanceOf(UsageException.class);
    }

    @Test
    void roundTripIsBitForBit() {
        Path file = directory.resolve("round.csv");
        Seeds.check(200, random -> {
            int rows = 2 + random.nextInt(20);
            int width = 1 + random.nextInt(5);
            List<String> names = IntStream.range(0, width)
                    .mapToObj(j -> List.of("a", "a,b", "\"", "ü;", "x\ny\t").get(random.nextInt(5)) + j)
                    .toList();
            Samples samples = new Samples(Seeds.finiteFloats(rows * width, random), Shape.of(rows, width));
            Csv.write(file, names, samples);
            Table back = CsvTableReader.read(file, NUMERIC);
            assertThat(back.columns()).isEqualTo(names);
            assertThat(back.rows().width()).isEqualTo(width);
            for (int i = 0; i < samples.values().length; i++) {
                assertThat(Float.floatToRawIntBits((float) back.rows().values()[i]))
                        .isEqualTo(Float.floatToRawIntBits(samples.values()[i]));
            }
        });
    }

    @Test
    void refusesToWriteNamesThatDoNotFit() {
        Path file = directory.resolve("x.csv");
        Samples samples = Samples.of(new float[][] {{1, 2}});
        assertThatThrownBy(() -> Csv.write(file, List.of("a"), samples)).isInstanceOf(UsageException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void damagedFilesAreReadOrRefused() {
        byte[] sound = "\uFEFFid,\"x, y\",z\na,1.5,-2e-3\nb,\"3\",4\nc,5,6\n".getBytes(StandardCharsets.UTF_8);
        int refused = Corruption.refused(
                sound, directory.resolve("damaged.csv"), path -> CsvTableReader.read(path, NUMERIC), 5_000);
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void aLineWithoutEndIsRefused() {
        byte[] line = new byte[40_000_000];
        Arrays.fill(line, (byte) 'a');
        assertThat(Corruption.refuses(line, directory.resolve("long.csv"), path -> CsvTableReader.read(path, NUMERIC)))
                .isTrue();
    }

    @Test
    void readsTheElectricityTable() {
        Path file = Shared.file("data/electricity/sgsc50_daily48.csv");
        Table table = CsvTableReader.read(file, TableReading.of(ColumnSelection.allBut(List.of("customer_id"))));
        assertThat(table.ignored()).containsExactly("customer_id", "date");
        assertThat(table.columns()).hasSize(48).startsWith("h0000").endsWith("h2330");
        assertThat(table.rows().rows()).isEqualTo(29_928);
        assertThat(table.rows().pick(0).values()).startsWith(0.473, 0.473, 0.455);
        assertThat(table.rows().pick(29_927).values())
                .startsWith(0.009, 0.011, 0.036)
                .endsWith(0.073);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("table.csv"), text);
    }
}
