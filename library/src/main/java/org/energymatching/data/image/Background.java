package org.energymatching.data.image;

/** What the transparent pixels of a picture are laid over. */
public enum Background {
    /** White, as a page shows them. */
    WHITE,
    /** Black. */
    BLACK,
    /** Nothing: the colours that are hidden under full transparency, which programs choose as they like. */
    HIDDEN
}
