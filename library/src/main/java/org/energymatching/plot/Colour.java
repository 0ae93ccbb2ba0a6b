package org.energymatching.plot;

import java.awt.Color;
import java.util.Locale;

/**
 * A colour and how much it covers.
 *
 * @param rgb 0xRRGGBB
 * @param alpha 0 (invisible) to 1 (opaque)
 */
record Colour(int rgb, double alpha) {

    static final Colour WHITE = new Colour(0xFFFFFF);
    static final Colour TEXT = new Colour(0x262626);
    static final Colour AXIS = new Colour(0x4D4D4D);
    static final Colour NOTE = new Colour(0x777777);
    static final Colour GRID = new Colour(0xEDEDED);

    Colour(int rgb) {
        this(rgb, 1);
    }

    /** The same colour with another coverage. */
    Colour fade(double coverage) {
        return new Colour(rgb, coverage);
    }

    /** A mixture: {@code share} of the other colour, the rest of this one. */
    Colour mix(Colour other, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double here = (rgb >> shift) & 0xFF;
            double there = (other.rgb >> shift) & 0xFF;
            mixed |= (int) Math.round(here + share * (there - here)) << shift;
        }
        return new Colour(mixed, alpha);
    }

    /** 0xAARRGGBB. */
    int argb() {
        return (int) Math.round(255 * alpha) << 24 | rgb;
    }

    Color awt() {
        return new Color(argb(), true);
    }

    String hex() {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
