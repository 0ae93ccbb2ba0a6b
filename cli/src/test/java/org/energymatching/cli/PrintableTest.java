package org.energymatching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Text of others never steers the terminal, and never fills it. */
class PrintableTest {

    @Test
    void whatSteersATerminalBecomesVisible() {
        assertThat(Printable.line("a\u001b[2Jb\nc\u202ed\u0085")).isEqualTo("a\\u001b[2Jb\\u000ac\\u202ed\\u0085");
        assertThat(Printable.text("a\n\tb\u0007")).isEqualTo("a\n\tb\\u0007");
    }

    @Test
    void otherLettersStay() {
        String text = "Größe ε 数 \uD83D\uDE00";
        assertThat(Printable.line(text)).isSameAs(text);
        assertThat(Printable.line("\uD83D")).isEqualTo("\\ud83d");
    }

    @Test
    void whatIsEndlessIsCut() {
        assertThat(Printable.sentence("x".repeat(1_200_000)))
                .hasSizeLessThan(2_100)
                .contains("1,198,000 more characters");
    }
}
