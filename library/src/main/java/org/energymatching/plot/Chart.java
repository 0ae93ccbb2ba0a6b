package org.energymatching.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plot made ready for drawing: bins shared, colours chosen, axes laid, notes gathered. */
final class Chart {

    /** Room left between the data and the ends of an axis, as a share of its length. */
    private static final double PADDING = 0.03;

    /** With equal units, the shorter axis is at least this share of the longer one. */
    private static final double SLIMMEST = 1.0 / 6;

    private final Plot plot;
    private final List<Layer> layers;
    private final List<Inks> inks;
    private final Axis x;
    private final Axis y;
    private final List<String> notes;
    private final boolean empty;

    Chart(Plot plot) {
        this.plot = plot;
        Binning bins = Binning.of(histograms(plot).map(Histogram::values).toList(), plot.xScale());
        this.layers = plot.layers().stream()
                .map(layer -> layer instanceof Histogram histogram ? histogram.over(bins) : layer)
                .sorted((one, other) -> Boolean.compare(other instanceof Field, one instanceof Field))
                .toList();
        this.inks = Inks.assign(layers);
        Axis[] axes = axes();
        this.x = axes[0];
        this.y = axes[1];
        Census census = new Census(x, y);
        layers.forEach(layer -> layer.count(census));
        this.empty = census.empty();
        this.notes = new ArrayList<>(census.notes());
        int beyond = histograms(plot)
                .mapToInt(histogram -> bins.beyond(histogram.values()))
                .sum();
        if (beyond > 0) {
            notes.add("The end bins hold " + Census.counted(beyond) + " from beyond.");
        }
        if (!empty && !plot.xScale().note().isEmpty()) {
            notes.add(plot.xScale().note());
        }
    }

    private static Stream<Histogram> histograms(Plot plot) {
        return plot.layers().stream().filter(Histogram.class::isInstance).map(Histogram.class::cast);
    }

    private Axis[] axes() {
        Bounds bounds = new Bounds(plot.xScale(), plot.yScale());
        Field field = field();
        if (field == null) {
            layers.forEach(layer -> layer.reach(bounds));
        } else {
            field.reach(bounds);
        }
        boolean grounded = plot.yScale() == Scale.LINEAR
                && !layers.isEmpty()
                && layers.stream().anyMatch(Histogram.class::isInstance);
        double padding = field == null ? PADDING : 0;
        Interval xRange = plot.xRange();
        Interval yRange = plot.yRange();
        Axis across = xRange == null ? bounds.xAxis().widened(padding, padding) : xRange.on(plot.xScale());
        Axis up = yRange == null
                ? bounds.yAxis().widened(grounded ? 0 : padding, grounded ? 2 * padding : padding)
                : yRange.on(plot.yScale());
        if (plot.isEqualAspect()) {
            across = across.atLeast(SLIMMEST * up.length());
            up = up.atLeast(SLIMMEST * across.length());
        }
        return new Axis[] {across, up};
    }

    Axis x() {
        return x;
    }

    Axis y() {
        return y;
    }

    boolean equalAspect() {
        return plot.isEqualAspect();
    }

    String title() {
        return plot.title();
    }

    String xLabel() {
        return plot.xLabel();
    }

    /** The label of the y axis, which for histograms has a natural one. */
    String yLabel() {
        String natural = histograms(plot)
                .map(histogram -> histogram.measure(plot.xScale()))
                .findFirst()
                .orElse("");
        return plot.yLabel().isEmpty() ? natural : plot.yLabel();
    }

    /** What the picture has to say about values that it does not show. */
    String notes() {
        return String.join(" ", notes);
    }

    /** Whether no value can be shown. */
    boolean empty() {
        return empty;
    }

    /** The field underneath, if there is one. */
    @Nullable
    Field field() {
        return layers.stream()
                .filter(Field.class::isInstance)
                .map(Field.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** The legend: to each label the samples of the layers that bear it, one over another. */
    Map<String, List<Layer.Swatch>> legend() {
        Map<String, List<Layer.Swatch>> legend = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            for (Layer.Key key : layers.get(i).keys(inks.get(i))) {
                legend.computeIfAbsent(key.label(), label -> new ArrayList<>()).add(key.swatch());
            }
        }
        return legend;
    }

    /** Draws the data between the axes. */
    void drawLayers(Surface surface, Frame frame) {
        surface.clipped(frame.box(), () -> {
            for (int i = 0; i < layers.size(); i++) {
                layers.get(i).draw(surface, frame, inks.get(i));
            }
        });
    }
}
