package org.energymatching.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts the data that a picture shows and those it cannot, so that nothing is left out in silence. */
final class Census {

    private final Axis x;
    private final Axis y;
    private long shown;
    private long unfit;
    private long outside;

    Census(Axis x, Axis y) {
        this.x = x;
        this.y = y;
    }

    void point(double px, double py) {
        if (!x.scale().shows(px) || !y.scale().shows(py)) {
            unfit++;
        } else if (x.contains(px) && y.contains(py)) {
            shown++;
        } else {
            outside++;
        }
    }

    /** Counts a value that is drawn as part of something else, or has no place. */
    void value(boolean fits) {
        shown += fits ? 1 : 0;
        unfit += fits ? 0 : 1;
    }

    /** Whether there is nothing to see. */
    boolean empty() {
        return shown == 0;
    }

    /** Sentences on what is missing. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        boolean logarithmic = x.scale() == Scale.LOGARITHMIC || y.scale() == Scale.LOGARITHMIC;
        if (unfit > 0) {
            notes.add(counted(unfit) + " left out: not finite" + (logarithmic ? " or not above zero." : "."));
        }
        if (outside > 0) {
            notes.add(counted(outside) + " outside the picture.");
        }
        return notes;
    }

    /** As in "1 value" and "2,000 values". */
    static String counted(long count) {
        return String.format(Locale.ROOT, count == 1 ? "%,d value" : "%,d values", count);
    }
}
