package org.energymatching.data.image;

/** The background under the transparent pixels of an image. */
public enum Background {
    /** White, as a page shows them. */
    WHITE,
    /** Black. */
    BLACK,
    /** None: the colours that are stored under full transparency, which are arbitrary. */
    HIDDEN
}
