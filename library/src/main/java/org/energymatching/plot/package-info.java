/**
 * Charts in the manner of a good paper, drawn without a screen and with nothing but the JDK.
 *
 * <p>A {@link org.energymatching.plot.Plot} is a value: it is put together layer by layer, and saved as PNG (two pixels
 * to the point, for sharp screens) or as SVG, whose bytes depend on nothing but its content:
 *
 * <pre>{@code
 * Plot.titled("The learned potential").x("x_{1}").y("x_{2}")
 *         .field(landscape, "V")
 *         .scatter(samples, "samples")
 *         .equalAspect()
 *         .save(Path.of("landscape.png"));
 * }</pre>
 *
 * <p>Samples that are images become an {@link org.energymatching.plot.ImageGrid}, and such grids, one after another, an
 * {@link org.energymatching.plot.Animation}:
 *
 * <pre>{@code
 * ImageGrid.rows(List.of(digits, negatives)).rowLabels(List.of("data", "negatives")).save(Path.of("pairs.png"));
 * }</pre>
 *
 * <p>{@link org.energymatching.plot.Panels} sets several plots side by side. Layers with one label share one colour and
 * one entry in the legend, so that a mean and its band belong together. The colours can be told apart by the
 * colour-blind, and the colour map of fields rises evenly in brightness.
 *
 * <p>No value stops a picture: what cannot be shown is left out and counted in a note underneath, and where a machine
 * has no fonts at all, a small built-in alphabet takes their place. Files are written whole or not at all. A program
 * that draws PNG where a broken display is set should run with {@code -Djava.awt.headless=true}.
 *
 * <p>Inside, one renderer draws on a {@code Surface}, of which there are two: one of pixels, one of SVG elements.
 */
@NullMarked
package org.energymatching.plot;

import org.jspecify.annotations.NullMarked;
