package org.energymatching.plot;

import java.awt.Graphics2D;

/** Draws and measures text on pixels: with the machine's fonts, or without any. */
interface Lettering {

    /** Draws the text with its baseline starting at the origin. */
    void draw(Graphics2D graphics, String text, Typeface face);

    /** The width of a text in points. */
    double width(String text, Typeface face);

    /** The machine's fonts if they work, else the built-in alphabet: slim containers have no fonts and throw. */
    static Lettering available() {
        return firstWorking(new SystemLettering(), new DotLettering());
    }

    /** The preferred lettering if it can measure a text, else the other. */
    static Lettering firstWorking(Lettering preferred, Lettering other) {
        try {
            preferred.width("0", Typeface.TICK);
            return preferred;
        } catch (RuntimeException | LinkageError | InternalError missingFonts) {
            return other;
        }
    }
}
