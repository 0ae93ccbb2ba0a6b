package org.energymatching.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The colours of a layer.
 *
 * @param main the layer's colour
 * @param second where it needs one more, the next of the palette
 * @param overField whether it stands on a coloured ground instead of white
 */
record Inks(Colour main, Colour second, boolean overField) {

    /** The palette of Okabe and Ito, which the colour-blind can tell apart, a little muted. */
    private static final int[] ON_WHITE = {0x2F6DA8, 0xCF5C36, 0x2E8B6F, 0xB56A9B, 0xD9982B, 0x5AA9D6, 0x6B6B6B};

    /** Colours that the colour map of fields does not contain. */
    private static final int[] ON_FIELD = {0xFFFFFF, 0xFF6B4A, 0x111111, 0xF7A8D0};

    private static final Colour NEUTRAL = new Colour(0x555555);

    private static final double FAINT = 0.25;

    /** Colours for all layers: one for each label, and neutral ones for reference lines with a label of their own. */
    static List<Inks> assign(List<Layer> layers) {
        boolean overField = layers.stream().anyMatch(Field.class::isInstance);
        Map<String, Inks> byLabel = new LinkedHashMap<>();
        List<Inks> inks = new ArrayList<>();
        int used = 0;
        for (Layer layer : layers) {
            Inks chosen = layer.label().isEmpty() ? null : byLabel.get(layer.label());
            if (chosen == null) {
                boolean neutral = layer instanceof Reference || layer instanceof Field;
                chosen = neutral
                        ? new Inks(overField ? Colour.WHITE : NEUTRAL, NEUTRAL, overField)
                        : new Inks(colour(used, overField), colour(used + 1, overField), overField);
                used += neutral ? 0 : layer instanceof Paths ? 2 : 1;
                byLabel.put(layer.label(), chosen);
            }
            inks.add(chosen);
        }
        return inks;
    }

    /** The same colours, the main one hardly covering. */
    Inks faint() {
        return new Inks(main.fade(FAINT), second, overField);
    }

    private static Colour colour(int index, boolean overField) {
        int[] palette = overField ? ON_FIELD : ON_WHITE;
        return new Colour(palette[index % palette.length]);
    }
}
