package org.energymatching.plot;

/** The colour map "viridis": from dark violet through green to yellow, rising evenly in brightness. */
final class ColourMap {

    /** Twenty colours of the map at equal distances. */
    private static final int[] STOPS = {
        0x440154, 0x481567, 0x482677, 0x453781, 0x404788, 0x39568C, 0x33638D, 0x2D708E, 0x287D8E, 0x238A8D, 0x1F968B,
        0x20A387, 0x29AF7F, 0x3CBB75, 0x55C667, 0x73D055, 0x95D840, 0xB8DE29, 0xDCE319, 0xFDE725
    };

    private ColourMap() {}

    /** The colour at a fraction from 0 to 1; beyond the ends, the end's colour. */
    static Colour at(double fraction) {
        double position = Math.max(0, Math.min(1, fraction)) * (STOPS.length - 1);
        int below = Math.min((int) position, STOPS.length - 2);
        return new Colour(STOPS[below]).mix(new Colour(STOPS[below + 1]), position - below);
    }
}
