package org.energymatching.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** Text in a built-in alphabet of 5 × 7 dots, for machines without fonts; letters it lacks become a question mark. */
final class DotLettering implements Lettering {

    /** The letters from space to tilde: five columns each, two hexadecimal digits a column, the lowest bit on top. */
    private static final String COLUMNS = "0000000000" + "00005f0000" + "0007000700" + "147f147f14" + "242a7f2a12"
            + "2313086462" + "3649562050" + "0008070300" + "001c224100" + "0041221c00" + "2a1c7f1c2a" + "08083e0808"
            + "0080703000" + "0808080808" + "0000606000" + "2010080402" + "3e5149453e" + "00427f4000" + "7249494946"
            + "2141494d33" + "1814127f10" + "2745454539" + "3c4a494931" + "4121110907" + "3649494936" + "464949291e"
            + "0000140000" + "0040340000" + "0008142241" + "1414141414" + "0041221408" + "0201590906" + "3e415d594e"
            + "7c1211127c" + "7f49494936" + "3e41414122" + "7f4141413e" + "7f49494941" + "7f09090901" + "3e41415173"
            + "7f0808087f" + "00417f4100" + "2040413f01" + "7f08142241" + "7f40404040" + "7f021c027f" + "7f0408107f"
            + "3e4141413e" + "7f09090906" + "3e4151215e" + "7f09192946" + "2649494932" + "03017f0103" + "3f4040403f"
            + "1f2040201f" + "3f4038403f" + "6314081463" + "0304780403" + "6159494d43" + "007f414141" + "0204081020"
            + "004141417f" + "0402010204" + "4040404040" + "0003070800" + "2054547840" + "7f28444438" + "3844444428"
            + "384444287f" + "3854545418" + "00087e0902" + "18a4a49c78" + "7f08040478" + "00447d4000" + "2040403d00"
            + "7f10284400" + "00417f4000" + "7c04780478" + "7c08040478" + "3844444438" + "fc18242418" + "18242418fc"
            + "7c08040408" + "4854545424" + "04043f4424" + "3c4040207c" + "1c2040201c" + "3c4030403c" + "4428102844"
            + "4c9090907c" + "4464544c44" + "0008364100" + "0000770000" + "0041360800" + "0201020402";

    /** Letters outside that range which have a likeness within it. */
    private static final String FOREIGN = "−–·×→…εστ";

    private static final String LIKENESS = "--.x>.est";

    @Override
    public void draw(Graphics2D graphics, String text, Typeface face) {
        double dot = dot(face);
        for (int i = 0; i < text.length(); i++) {
            int glyph = 10 * glyph(text.charAt(i));
            for (int column = 0; column < 5; column++) {
                int dots = Integer.parseInt(COLUMNS.substring(glyph + 2 * column, glyph + 2 * column + 2), 16);
                for (int row = 0; row < 8; row++) {
                    if ((dots >> row & 1) == 1) {
                        graphics.fill(new Rectangle2D.Double((6 * i + column) * dot, (row - 7) * dot, dot, dot));
                    }
                }
            }
        }
    }

    @Override
    public double width(String text, Typeface face) {
        return 6 * dot(face) * text.length();
    }

    private static double dot(Typeface face) {
        return face.size() / 10;
    }

    private static int glyph(char letter) {
        int foreign = FOREIGN.indexOf(letter);
        char known = foreign < 0 ? letter : LIKENESS.charAt(foreign);
        return (known < ' ' || known > '~' ? '?' : known) - ' ';
    }
}
