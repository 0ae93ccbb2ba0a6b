package org.energymatching.data.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.sequence.SequenceFormat.Duplicates;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequencesTest {

    private static final SequenceFormat DNA = SequenceFormat.scored("ACGT");

    @TempDir
    Path directory;

    @Test
    void readsTheColumnsByName() throws IOException {
        Sequences read = Sequences.read(file("a.csv", "id,score,sequence\nx,1.5,ACG\ny,-2e-1,TTT\n"), DNA);
        assertThat(read.letters()).containsExactly("ACG", "TTT");
        assertThat(read.scores()).containsExactly(1.5, -0.2);
        assertThat(read.length()).isEqualTo(3);
        assertThat(read.notes()).isEmpty();
        assertThat(read.pick(1).letters()).containsExactly("TTT");
        assertThat(read.pick(1).scores()).containsExactly(-0.2);
    }

    @Test
    void readsOtherColumnsAndNoScores() throws IOException {
        Path csv = file("a.tsv", "dna\tfitness\nACG\t1\nACG\t2\n");
        SequenceFormat format = new SequenceFormat("ACGT", "dna", "", null, Duplicates.KEEP);
        Sequences read = Sequences.read(csv, format);
        assertThat(read.letters()).containsExactly("ACG", "ACG");
        assertThat(read.scores()).isEmpty();
    }

    @Test
    void readsFastaWithScoresInItsHeaders() throws IOException {
        Path fasta = file("a.fasta", ">one of many score=0.5\nACG\nTT\n\n>two score=1\nACGTA\n");
        Sequences read = Sequences.read(fasta, DNA);
        assertThat(read.letters()).containsExactly("ACGTT", "ACGTA");
        assertThat(read.scores()).containsExactly(0.5, 1);
    }

    @Test
    void readsFastaWithATableOfScores() throws IOException {
        Path fasta = file("a.fa", ">one first\nACG\n>two\nTTT\n");
        Path scores = file("scores.csv", "name,score\ntwo,2\none,1\n");
        Sequences read =
                Sequences.read(fasta, new SequenceFormat("ACGT", "sequence", "score", scores, Duplicates.REFUSE));
        assertThat(read.scores()).containsExactly(1, 2);
    }

    @Test
    void fastaComesBackAsItWasWritten() {
        Map<String, String> written = new LinkedHashMap<>();
        written.put("design-1 score=0.75", "ACGT".repeat(40));
        written.put("design-2 score=0.25", "TTTT".repeat(40));
        Path fasta = directory.resolve("designs.fasta");
        Fasta.write(fasta, written);
        Sequences read = Sequences.read(fasta, DNA);
        assertThat(read.letters()).containsExactlyElementsOf(written.values());
        assertThat(read.scores()).containsExactly(0.75, 0.25);
    }

    @Test
    void tablesComeBackAsTheyWereWritten() {
        Path csv = directory.resolve("designs.csv");
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("score", new double[] {0.1 + 0.2, -3e-40});
        columns.put("distance", new double[] {5, 0});
        Sequences.write(csv, List.of("ACG", "TTT"), columns);
        assertThat(csv).content().isEqualTo("sequence,score,distance\nACG,0.30000000000000004,5\nTTT,-3.0E-40,0\n");
        assertThat(Sequences.read(csv, DNA).scores()).containsExactly(0.1 + 0.2, -3e-40);
        assertThat(Sequences.columns(csv, List.of("distance", "score")))
                .containsEntry("distance", new double[] {5, 0})
                .containsEntry("score", new double[] {0.1 + 0.2, -3e-40});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.csv | sequence,score;ACG,1;AXG,2 | line 3 has 'X' as letter 2",
                "a.csv | sequence,score;ACG,1;acg,2 | line 3 has 'a' as letter 1",
                "a.csv | sequence,score;ACG,1;ACGT,2 | line 3 has a sequence of 4 letters",
                "a.csv | sequence,score;ACG,1;,2 | line 3 has a sequence of 0 letters",
                "a.csv | sequence,score;ACG,1;ACT, | line 3, column 'score' is empty",
                "a.csv | sequence,score;ACG,1;ACT,high | reads 'high'",
                "a.csv | sequence,score;ACG,1;ACT,NaN | line 3, column 'score' reads 'NaN'",
                "a.csv | sequence,score;ACG,1;ACT,1 | gives every sequence the same score, 1.0",
                "a.csv | sequence,score;ACG,1;ACT,2;ACG,3 | line 4 repeats the sequence of line 2 with the score 3.0",
                "a.csv | sequence;ACG;ACT | has no column 'score'",
                "a.csv | ACG,1;ACT,2 | has no column 'sequence'",
                "a.csv | Sequence,score;ACG,1 | Perhaps 'Sequence' was meant",
                "a.csv | sequence,score | has no sequences",
                "a.fasta | ACG;>one score=1 | line 1 comes before the first header",
                "a.fasta | >one score=1;ACG;>two;ACT | line 3, the header 'two' has no score",
                "a.fasta | >one score=1;ACG;>two score=x;ACT | has a score that reads 'x'",
                "a.fasta | >one score=1;ACG;>two score=2;>three score=3;ACT | line 3 has a sequence of 0 letters",
                "a.fas | >one score=1;ACG;>two score=2;A-T | line 3 has '-' as letter 2",
                "a.fas | >one score=1;A.G;>two score=2;A-T | 2 of 2 sequences have a gap",
                "a.fas | >one score=1;ACG;>two score=2;AcT | 1 of 2 sequences has a lower-case letter",
            })
    void namesWhatIsWrongAndWhere(String name, String lines, String expected) throws IOException {
        Path bad = file(name, lines.replace(";", "\n") + "\n");
        assertThatThrownBy(() -> Sequences.read(bad, DNA))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(bad.toString())
                .hasMessageContaining(expected);
    }

    @Test
    void anEmptyFileAndAnUnknownEndingAreTold() throws IOException {
        Path empty = file("a.csv", "");
        assertThatThrownBy(() -> Sequences.read(empty, DNA)).hasMessageContaining("is empty");
        Path emptyFasta = file("a.fas", "");
        assertThatThrownBy(() -> Sequences.read(emptyFasta, DNA)).hasMessageContaining("has no sequences");
        Path other = file("a.xlsx", "");
        assertThatThrownBy(() -> Sequences.read(other, DNA)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Sequences.read(directory.resolve("b.csv"), DNA))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void aNameWithoutAScoreInTheTableIsNamed() throws IOException {
        Path fasta = file("a.fa", ">one\nACG\n>two\nTTT\n");
        Path scores = file("scores.csv", "name,score\none,1\n");
        Path twice = file("twice.csv", "name,score\none,1\none,2\ntwo,2\n");
        assertThatThrownBy(() -> Sequences.read(
                        fasta, new SequenceFormat("ACGT", "sequence", "score", scores, Duplicates.REFUSE)))
                .hasMessageContaining("has no score for 'two'");
        assertThatThrownBy(() -> Sequences.read(
                        fasta, new SequenceFormat("ACGT", "sequence", "score", twice, Duplicates.REFUSE)))
                .hasMessageContaining("line 3 gives 'one' a second score");
    }

    @Test
    void duplicatesAreMergedOrKept() throws IOException {
        Path csv = file("a.csv", "sequence,score\nACG,1\nACT,5\nACG,3\nACT,5\n");
        Sequences mean = Sequences.read(csv, DNA.with(Duplicates.MEAN));
        assertThat(mean.letters()).containsExactly("ACG", "ACT");
        assertThat(mean.scores()).containsExactly(2, 5);
        assertThat(mean.notes()).singleElement().asString().startsWith("2 of 4 sequences");
        assertThat(Sequences.read(csv, DNA.with(Duplicates.KEEP)).size()).isEqualTo(4);
        Path harmless = file("b.csv", "sequence,score\nACG,1\nACT,2\nACG,1\n");
        assertThat(Sequences.read(harmless, DNA).scores()).containsExactly(1, 2);
    }

    @Test
    void theTaskFilesAreAsTheyWerePublished() {
        SequenceFormat protein = SequenceFormat.scored("ARNDCQEGHILKMFPSTWYV");
        Path medium = Shared.file("data/proteins/aav_medium.csv");
        Sequences kept = Sequences.read(medium, protein.with(Duplicates.KEEP));
        assertThat(kept.size()).isEqualTo(2145);
        assertThat(kept.length()).isEqualTo(28);
        assertThat(Sequences.read(medium, protein.with(Duplicates.MEAN)).size()).isEqualTo(2111);
        assertThatThrownBy(() -> Sequences.read(medium, protein)).hasMessageContaining("repeats the sequence of line");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
