package org.energymatching.cli.run;

import java.nio.ByteBuffer;

/**
 * A picture of a run.
 *
 * @param file its name, without a folder
 * @param title what it shows
 * @param explanation what to see in it, in plain words
 * @param png its bytes
 */
record Picture(String file, String title, String explanation, byte[] png) {

    /** Where the width stands in a PNG file: its first chunk begins with it. */
    private static final int WIDTH_OFFSET = 16;

    /** How wide it is to be shown: half its pixels, for it is drawn for screens of twice the usual density. */
    int width() {
        return ByteBuffer.wrap(png).getInt(WIDTH_OFFSET) / 2;
    }
}
