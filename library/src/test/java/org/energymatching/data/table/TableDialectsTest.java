package org.energymatching.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.energymatching.Samples;
import org.energymatching.data.file.Npy;
import org.energymatching.error.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as other programs write them: what is decided about them, and that it is said. */
class TableDialectsTest {

    private static final TableReading NUMERIC = TableReading.of(ColumnSelection.numeric());

    @TempDir
    Path directory;

    @Test
    void aHeaderThatCountsUpIsNoRow() throws IOException {
        String header = IntStream.range(0, 48).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String body = IntStream.range(0, 60)
                .mapToObj(i -> IntStream.range(0, 48)
                        .mapToObj(j -> String.format(Locale.ROOT, "%.4f", Math.sin(i * 48 + j)))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n"));
        Table table = CsvTableReader.read(file(header + "\n" + body + "\n"), NUMERIC);
        assertThat(table.rows().rows()).isEqualTo(60);
        assertThat(table.columns()).hasSize(48).startsWith("0").endsWith("47");
        assertThat(table.notes())
                .anyMatch(note -> note.contains("names of the columns") && note.contains("data.header"));
        Table row = CsvTableReader.read(directory.resolve("t.csv"), NUMERIC.header(false));
        assertThat(row.rows().rows()).isEqualTo(61);
        assertThat(row.columns()).startsWith("column1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "2011,2012,2013_1.5,2.5,3.5_4.5,5.5,6.5 ! 2011", // years over decimals
                "2011,2012,2013_15,20,30_40,55,60 ! 2011", // years over whole numbers
                ",0,1,2_0,1.5,2.5,3.5_1,4.5,5.5,6.5 ! column1", // pandas with its index
                "7,3_0.5,0.25_1.5,2.5 ! 7", // whole numbers over decimals
            })
    void namesThatAreNumbersAreNames(String text, String first) throws IOException {
        Table table = CsvTableReader.read(file(text.strip().replace('_', '\n') + "\n"), NUMERIC);
        assertThat(table.rows().rows()).isEqualTo(2);
        assertThat(table.columns()).startsWith(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,3\n4,5,6\n7,8,9", "5,1,2\n3,1,2", "0.1,0.2\n0.3,0.5", "0,1\n1,0\n0,0"})
    void rowsOfNumbersAreRows(String text) throws IOException {
        Table table = CsvTableReader.read(file(text + "\n"), NUMERIC);
        assertThat(table.rows().rows()).isEqualTo((int) text.lines().count());
        assertThat(table.notes()).anyMatch(note -> note.contains("row of data") && note.contains("data.header=true"));
    }

    @Test
    void namesThatAreAskedForAreNames() throws IOException {
        Path file = file("3,1\n5,2\n6,3\n");
        Table table = CsvTableReader.read(file, TableReading.of(ColumnSelection.only(List.of("1", "3"))));
        assertThat(table.rows().values()).containsExactly(2, 5, 3, 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 59})
    void aColumnIsJudgedByAllOfItsRows(int bad) throws IOException {
        for (String cell : List.of("?", "50%", "$1", "\"1,000\"", "missing")) {
            Path file = file("a,b\n"
                    + IntStream.range(0, 60)
                            .mapToObj(i -> i + ".5," + (i == bad ? cell : i + ".25"))
                            .collect(Collectors.joining("\n")));
            assertThatThrownBy(() -> CsvTableReader.read(file, NUMERIC))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("line " + (bad + 2) + ", column 'b' reads '" + cell.replace("\"", "") + "'");
        }
    }

    @Test
    void theCellsThatAreNoNumbersAreListed() throws IOException {
        Path file = file("a,b,c\n1,x,3\n2,?,4\n3,5,\n4,6,5\n5,7,5\n");
        assertThatThrownBy(() -> CsvTableReader.read(file, NUMERIC))
                .hasMessageContaining("line 2, column 'b' reads 'x'")
                .hasMessageContaining("line 3, column 'b' reads '?'")
                .hasMessageContaining("line 4, column 'c' is empty")
                .hasMessageContaining("data.ignore=[b, c]");
    }

    @Test
    void rowsWithGapsAreDroppedAndCounted() throws IOException {
        Path file = file("a,b\n1,2\n,3\n4,NA\n5,6\n");
        Table table = CsvTableReader.read(file, NUMERIC.missing(MissingValues.DROP_ROWS));
        assertThat(table.rows().values()).containsExactly(1, 2, 5, 6);
        assertThat(table.notes())
                .anyMatch(note -> note.startsWith("2 of 4 rows are left out") && note.contains("a 1, b 1"));
        assertThatThrownBy(() -> CsvTableReader.read(file, NUMERIC)).hasMessageContaining("data.missing=drop-rows");
    }

    @Test
    void decimalCommasAreReadAndSaid() throws IOException {
        Table table = CsvTableReader.read(file("id;count;load\n1;10;0,345\n2;20;0,5\n"), NUMERIC);
        assertThat(table.rows().values()).containsExactly(1, 10, 0.345, 2, 20, 0.5);
        assertThat(table.notes()).anyMatch(note -> note.contains("comma is read as the decimal mark"));
        Table dates = CsvTableReader.read(file("Tag;Last\n01.01.2020;-0,346\n02.01.2020;1,5\n"), NUMERIC);
        assertThat(dates.columns()).containsExactly("Last");
        Table grouped = CsvTableReader.read(file("a;b\n1.234,5;1\n2.345.678,25;2\n"), NUMERIC.decimal(','));
        assertThat(grouped.rows().values()).containsExactly(1234.5, 1, 2345678.25, 2);
        assertThatThrownBy(() -> CsvTableReader.read(file("a;b\n0,5;1\n0.7;2\n"), NUMERIC))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("line 3")
                .hasMessageContaining("data.decimal");
        assertThatThrownBy(() -> CsvTableReader.read(
                        file("a,b\n\"0,5\",1\n\"0,7\",2\n"), NUMERIC.columns(ColumnSelection.only(List.of("a")))))
                .hasMessageContaining("data.decimal=comma");
    }

    @Test
    void aLineThatNamesTheSeparatorIsPassedOver() throws IOException {
        Table table = CsvTableReader.read(file("sep=;\na;b\n0,5;1\n1,5;2\n"), NUMERIC);
        assertThat(table.columns()).containsExactly("a", "b");
        assertThat(table.rows().values()).containsExactly(0.5, 1, 1.5, 2);
        assertThatThrownBy(() -> CsvTableReader.read(file("sep=;\na;b\n1;1\n2;x\n3;4\n"), NUMERIC))
                .hasMessageContaining("line 4");
    }

    @Test
    void preamblesAndCommentsArePassedOver() throws IOException {
        String text = "Station,Potsdam\nfrom 1893\n# degrees\na,b\n1,2\n#,gap\n3,4\n";
        Table table = CsvTableReader.read(file(text), NUMERIC.without(2, '#'));
        assertThat(table.columns()).containsExactly("a", "b");
        assertThat(table.rows().values()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void otherEncodingsAndPackagesAreRead() throws IOException {
        String text = "größe,b\n1,2\n3,4\n";
        Path wide = Files.write(directory.resolve("wide.csv"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
        Path gzip = directory.resolve("t.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        for (Path file : List.of(wide, gzip)) {
            Table table = Table.read(file, NUMERIC);
            assertThat(table.columns()).containsExactly("größe", "b");
            assertThat(table.rows().values()).containsExactly(1, 2, 3, 4);
        }
        Path npy = directory.resolve("x.npy");
        Npy.write(npy, Samples.of(new float[][] {{1, 2}, {3, 4}}));
        Path npz = directory.resolve("x.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(npz))) {
            zip.putNextEntry(new ZipEntry("arr_0.npy"));
            zip.write(Files.readAllBytes(npy));
        }
        assertThat(Table.read(npz, NUMERIC).rows().values()).containsExactly(1, 2, 3, 4);
    }

    /** numpy.savez does not compress: a changed byte is a number still, and the checksum alone tells. */
    @Test
    void anArchiveThatWasDamagedIsTold() throws IOException {
        Path npy = directory.resolve("x.npy");
        Npy.write(npy, Samples.of(new float[][] {{1, 2}, {3, 4}}));
        byte[] array = Files.readAllBytes(npy);
        CRC32 checksum = new CRC32();
        checksum.update(array);
        ZipEntry entry = new ZipEntry("arr_0.npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(array.length);
        entry.setCrc(checksum.getValue());
        Path npz = directory.resolve("x.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(npz))) {
            zip.putNextEntry(entry);
            zip.write(array);
        }
        assertThat(Table.read(npz, NUMERIC).rows().values()).containsExactly(1, 2, 3, 4);
        byte[] archive = Files.readAllBytes(npz);
        archive[30 + "arr_0.npy".length() + array.length - 2] ^=
                1; // behind the entry's header of 30 bytes and its name
        Files.write(npz, archive);
        assertThatThrownBy(() -> Table.read(npz, NUMERIC)).hasMessageContaining("checksum");
    }

    @Test
    void arraysThatGoOnAreRefused() throws IOException {
        Path npy = directory.resolve("x.npy");
        Npy.write(npy, Samples.of(new float[][] {{1, 2}, {3, 4}}));
        Path packed = directory.resolve("x.npy.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Files.readAllBytes(npy));
            out.write(new byte[4]);
        }
        assertThatThrownBy(() -> Table.read(packed, NUMERIC)).hasMessageContaining("goes on after its last number");
    }

    /** A column of text whose cells are not kept any more, and numbers in it far below. */
    @Test
    void aColumnOfTextMayHoldNumbersLateOn() throws IOException {
        StringBuilder text = new StringBuilder("note,x\n");
        for (int i = 0; i < 1500; i++) {
            text.append(i < 1200 ? "text" + i : "" + i).append(',').append(i).append('\n');
        }
        Table table = CsvTableReader.read(file(text.toString()), NUMERIC);
        assertThat(table.columns()).containsExactly("x");
        assertThat(table.rows().rows()).isEqualTo(1500);
    }

    @Test
    void aBlankLineOfASingleColumnIsAGap() throws IOException {
        Path file = file("x\n1.5\n\n2.5\n");
        assertThatThrownBy(() -> CsvTableReader.read(file, NUMERIC)).hasMessageContaining("line 3 is blank");
        assertThat(CsvTableReader.read(file, NUMERIC.missing(MissingValues.DROP_ROWS))
                        .rows()
                        .values())
                .containsExactly(1.5, 2.5);
        assertThat(CsvTableReader.read(file, NUMERIC.missing(MissingValues.KEEP))
                        .rows()
                        .values())
                .containsExactly(1.5, Double.NaN, 2.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 2L), } ! 8",
                "{'descr': '=f8', 'fortran_order': False, 'shape': (3, 2), } ! 8",
                "{'descr': 'f8', 'fortran_order': False, 'shape': (3, 2), } ! 8",
            })
    void arraysOfOlderProgramsAreRead(String header, int bytes) throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(6 * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            numbers.putDouble(1e9 + 0.25 * i);
        }
        Path file = npy(header, numbers.array());
        assertThat(Table.read(file, NUMERIC).rows().at(2, 1)).isEqualTo(1e9 + 1.25);
    }

    @Test
    void unsignedIntegersOf64BitsAreRead() throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(-1)
                .putLong(1_700_000_123);
        Path file = npy("{'descr': '<u8', 'fortran_order': False, 'shape': (2, 1), }", numbers.array());
        assertThat(Table.read(file, NUMERIC).rows().values()).containsExactly(0x1p64, 1_700_000_123);
    }

    @Test
    void numbersBeyondAFloatAreKeptUntilTheyAreStandardised() throws IOException {
        Table table = CsvTableReader.read(file("a\n1e300\n3e300\n"), NUMERIC);
        assertThat(table.rows().values()).containsExactly(1e300, 3e300);
        assertThatThrownBy(() -> table.rows().toSamples("t.csv", table.columns()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1.0E300 in row 1, column 'a'");
    }

    @Test
    void aWideTableIsReadAndOneThatIsTooWideIsToldSo() throws IOException {
        String wide = IntStream.range(0, 20_000).mapToObj(j -> "c" + j).collect(Collectors.joining(","));
        String row = "1,".repeat(19_999) + "2";
        assertThat(CsvTableReader.read(file(wide + "\n" + row + "\n" + row + "\n"), NUMERIC)
                        .columns())
                .hasSize(20_000);
        assertThatThrownBy(() -> CsvTableReader.read(file(",".repeat(1_100_000) + "\n"), NUMERIC))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("NumPy file");
    }

    private Path npy(String header, byte[] numbers) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        String padded = header + "\n";
        bytes.write(padded.length());
        bytes.write(padded.length() >> 8);
        bytes.writeBytes(padded.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(numbers);
        return Files.write(directory.resolve("old.npy"), bytes.toByteArray());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("t.csv"), text);
    }
}
