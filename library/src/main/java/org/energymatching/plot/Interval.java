package org.energymatching.plot;

import org.energymatching.error.UsageException;

/** What an axis is asked to show, from one value to another. */
record Interval(String axis, double from, double to) {

    Interval {
        if (!(from < to && Scale.LINEAR.shows(from) && Scale.LINEAR.shows(to))) {
            throw new UsageException(
                    "The " + axis + " axis is asked to run from " + from + " to " + to + ".",
                    "Both ends are finite, and the first is the smaller.",
                    "Give the smaller end first.");
        }
    }

    /** The axis over exactly this interval. */
    Axis on(Scale scale) {
        if (!scale.shows(from)) {
            throw new UsageException(
                    "The " + axis + " axis is logarithmic and asked to start at " + from + ".",
                    "A logarithmic axis shows values above zero only.",
                    "Start it above zero, or leave it linear.");
        }
        return new Axis(scale, scale.forward(from), scale.forward(to));
    }
}
