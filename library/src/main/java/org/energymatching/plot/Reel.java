package org.energymatching.plot;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The frames of an animation, drawn one at a time: many would not fit the memory at once.
 *
 * @param pictures what each frame shows
 * @param lettering for their texts
 * @param scale how many pixels make a point
 * @param grey whether all of them are nothing but grey
 * @param delay how long each but the last is shown, in hundredths of seconds
 * @param hold how long the last is shown
 */
record Reel(List<Picture> pictures, Lettering lettering, int scale, boolean grey, int delay, int hold) {

    int count() {
        return pictures.size();
    }

    int hundredths(int frame) {
        return frame == count() - 1 ? hold : delay;
    }

    /** A frame on white, as large as the largest of all: a note may make one higher. */
    BufferedImage frame(int index) {
        double width = pictures.stream().mapToDouble(Picture::width).max().orElseThrow();
        double height = pictures.stream().mapToDouble(Picture::height).max().orElseThrow();
        return new Picture(width, height, pictures.get(index).drawing()).raster(lettering, scale);
    }
}
