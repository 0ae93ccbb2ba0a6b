package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import org.energymatching.metric.LetterFrequencies;
import org.junit.jupiter.api.Test;

class LogoTest {

    @Test
    void everyCapitalFillsItsBoxAndLooksLikeNoOther() {
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            BufferedImage picture = drawn(letter);
            assertThat(LetterShapes.has(letter)).isTrue();
            assertThat(inked(picture, 0, 3, 0, 100) + inked(picture, 97, 100, 0, 100))
                    .as("%s reaches both sides", letter)
                    .isGreaterThan(0);
            assertThat(inked(picture, 0, 100, 0, 3))
                    .as("%s reaches the top", letter)
                    .isGreaterThan(0);
            assertThat(inked(picture, 0, 100, 97, 100))
                    .as("%s reaches the ground", letter)
                    .isGreaterThan(0);
            assertThat(inked(picture, 0, 100, 0, 100)).as("%s in ink", letter).isBetween(1200, 7000);
            for (char other = 'A'; other < letter; other++) {
                assertThat(difference(picture, drawn(other)))
                        .as("%s and %s", letter, other)
                        .isGreaterThan(300);
            }
        }
    }

    @Test
    void pilesAreAsHighAsPositionsTell() {
        LetterFrequencies frequencies = LetterFrequencies.of(List.of("AC", "AG", "AT", "AA"), "ACGT");
        Plot certain = Plot.titled("").logo(frequencies);
        String svg = certain.toSvg();
        assertThat(svg).as("the letter A of position 1 alone").contains("<polygon");
        assertThat(svg.split("<polygon", -1).length - 1).as("strokes of one A").isEqualTo(2);
        assertThat(certain.toSvg()).isEqualTo(svg);
    }

    private static BufferedImage drawn(char letter) {
        RasterSurface surface = new RasterSurface(100, 100, 1, new DotLettering());
        LetterShapes.draw(surface, letter, new Box(0, 0, 100, 100), Colour.TEXT);
        return surface.picture();
    }

    private static int inked(BufferedImage picture, int left, int right, int top, int bottom) {
        int inked = 0;
        for (int x = left; x < right; x++) {
            for (int y = top; y < bottom; y++) {
                inked += (picture.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
            }
        }
        return inked;
    }

    private static int difference(BufferedImage a, BufferedImage b) {
        int different = 0;
        for (int x = 0; x < 100; x++) {
            for (int y = 0; y < 100; y++) {
                different += Math.abs((a.getRGB(x, y) & 0xFF) - (b.getRGB(x, y) & 0xFF)) > 128 ? 1 : 0;
            }
        }
        return different;
    }
}
