package org.energymatching.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;

/** Text in the machine's own sans-serif font. */
final class SystemLettering implements Lettering {

    @Override
    public void draw(Graphics2D graphics, String text, Typeface face) {
        graphics.setFont(font(face));
        graphics.drawString(text, 0f, 0f);
    }

    @Override
    public double width(String text, Typeface face) {
        return font(face)
                .getStringBounds(text, new FontRenderContext(null, true, true))
                .getWidth();
    }

    private static Font font(Typeface face) {
        return new Font(Font.SANS_SERIF, face.bold() ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) face.size());
    }
}
