package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.energymatching.Samples;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class PlotTest {

    private static Document parsed(String svg) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + svg, e);
        }
    }

    private static List<String> texts(String svg) {
        NodeList nodes = parsed(svg).getElementsByTagName("text");
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    private static BufferedImage decoded(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int colours(BufferedImage image) {
        Set<Integer> colours = IntStream.of(
                        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .boxed()
                .collect(Collectors.toSet());
        return colours.size();
    }

    @Test
    void everyKindOfPlotIsWellFormedReadableAndNotBlank() {
        PictureGallery.plots().forEach((name, plot) -> {
            assertThat(parsed(plot.toSvg()).getDocumentElement().getTagName()).isEqualTo("svg");
            assertThat(colours(decoded(plot.toPng()))).as(name).isGreaterThan(5);
        });
        PictureGallery.panels().forEach((name, panels) -> {
            assertThat(parsed(panels.toSvg()).getDocumentElement().getTagName()).isEqualTo("svg");
            assertThat(colours(decoded(panels.toPng()))).as(name).isGreaterThan(50);
        });
    }

    @Test
    void samePlotGivesSameBytes() {
        assertThat(documents()).isEqualTo(documents());
    }

    private static List<String> documents() {
        return PictureGallery.plots().values().stream().map(Plot::toSvg).toList();
    }

    @Test
    void pngHasTwoPixelsToThePoint() {
        Plot plot = Plot.titled("t").line(new double[] {0, 1}, new double[] {0, 1}, "");
        BufferedImage image = decoded(plot.toPng());
        Element svg = parsed(plot.toSvg()).getDocumentElement();
        assertThat(image.getWidth()).isEqualTo(2 * Integer.parseInt(svg.getAttribute("width")));
        assertThat(image.getHeight()).isEqualTo(2 * Integer.parseInt(svg.getAttribute("height")));
    }

    @Test
    void plotsAreValues() {
        Plot base = Plot.titled("base").x("x");
        String before = base.toSvg();
        Plot other =
                base.logX().y("y").line(new double[] {1}, new double[] {1}, "l").equalAspect();
        assertThat(base.toSvg()).isEqualTo(before);
        assertThat(other.toSvg()).isNotEqualTo(before);
    }

    @Test
    void layersOfOneLabelShareColourAndEntry() {
        double[] xs = {0, 1, 2};
        String svg = Plot.titled("")
                .band(xs, new double[] {0, 0, 0}, new double[] {2, 2, 2}, "real")
                .line(xs, xs, "real")
                .line(xs, new double[] {1, 1, 1}, "sampled")
                .toSvg();
        assertThat(texts(svg)).containsOnlyOnce("real").containsOnlyOnce("sampled");
        assertThat(svg).contains("fill=\"#2f6da8\" fill-opacity").contains("stroke=\"#2f6da8\"");
    }

    @Test
    void leavingOutIsSaid() {
        double[] xs = {1, 2, 3, 4, 5};
        double[] ys = {1, Double.NaN, -1, 0, 10};
        assertThat(texts(Plot.titled("").line(xs, ys, "l").toSvg())).contains("1 value left out: not finite.");
        assertThat(texts(Plot.titled("").line(xs, ys, "l").logY().toSvg()))
                .contains("3 values left out: not finite or not above zero.");
        assertThat(texts(Plot.titled("").line(xs, ys, "l").xRange(0, 4.5).toSvg()))
                .contains("1 value left out: not finite. 1 value outside the picture.");
        assertThat(texts(Plot.titled("").toSvg())).contains("no values to show");
    }

    @Test
    void awkwardValuesNeverStopAPicture() {
        double[] strange = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            0,
            -0.0,
            1,
            -1,
            1e300,
            -1e300,
            1e-300,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            1e6,
            1e6 + 1e-7
        };
        Samples nobody = Samples.of(new float[0][]);
        for (double a : strange) {
            for (double b : strange) {
                double[] xs = {a, b, a};
                double[] ys = {b, a, a};
                float[][] rows = {{(float) a, (float) b}, {(float) b, (float) b}};
                Plot plot = Plot.titled("a & b")
                        .line(xs, ys, "line")
                        .trend(xs, ys, "trend")
                        .scatter(Samples.of(rows), "points")
                        .scatter(nobody, "nobody")
                        .paths(List.of(Samples.of(rows), Samples.of(rows)), "paths")
                        .paths(List.of(), "none")
                        .curves(new double[] {0, 1}, Samples.of(rows), "curves")
                        .band(xs, ys, xs, "band")
                        .histogram(xs, "histogram")
                        .verticalLine(a, "v")
                        .horizontalLine(b, "h");
                List<Plot> variants = new ArrayList<>(
                        List.of(plot, plot.logX(), plot.logY(), plot.logX().logY()));
                variants.add(plot.equalAspect());
                variants.add(plot.logX(0, 1e-3));
                for (Plot variant : variants) {
                    assertThatCode(() -> parsed(variant.toSvg()))
                            .as(a + " and " + b)
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    @Test
    void fieldsWithoutValuesOrContrastAreDrawn() {
        for (double value : new double[] {Double.NaN, 0, 5, 1e300, Double.NEGATIVE_INFINITY}) {
            double[][] values = {{value, value, value}, {value, value, 1}};
            Plot plot = Plot.titled("field").field(new Grid(-1, 1, 0, 3, values), "V", 0.05, 0.9);
            assertThat(colours(decoded(plot.toPng()))).isGreaterThan(5);
            parsed(plot.equalAspect().logX().logY().toSvg());
        }
    }

    @Test
    void textsMayHoldAnything() {
        String title = "<b> & \"quotes\" ^{2} _{i} ^{open \u0000\u0007 ε → \uD83D\uDE00 \uD83D";
        String svg = Plot.titled(title).x(title).y(title.repeat(20)).toSvg();
        assertThat(String.join("", texts(svg))).contains("& \"quotes\" 2 i ^{open");
        assertThatCode(() -> Plot.titled(title).y(title).toPng()).doesNotThrowAnyException();
    }

    @Test
    void withoutFontsTheBuiltInAlphabetIsUsed() {
        Lettering broken = new Lettering() {
            @Override
            public void draw(Graphics2D graphics, String text, Typeface face) {
                throw new NoClassDefFoundError("sun.awt.X11FontManager");
            }

            @Override
            public double width(String text, Typeface face) {
                throw new InternalError("no fonts");
            }
        };
        Lettering chosen = Lettering.firstWorking(broken, new DotLettering());
        assertThat(chosen).isInstanceOf(DotLettering.class);
        Plot plot = Plot.titled("ABC xyz 0.5 −3 ε ü");
        BufferedImage image = plot.picture().raster(chosen);
        int dark = 0;
        for (int y = 20; y < 50; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                dark += (image.getRGB(x, y) & 0xFF) < 100 ? 1 : 0;
            }
        }
        assertThat(dark).as("dark pixels where the title stands").isGreaterThan(200);
    }

    @Test
    void suffixChoosesTheFormat(@TempDir Path directory) throws IOException {
        Plot plot = Plot.titled("t");
        Path png = directory.resolve("new/deep/a.PNG");
        Path svg = directory.resolve("a.svg");
        plot.save(png);
        Panels.grid(2, List.of(plot)).save(svg);
        assertThat(ImageIO.read(png.toFile())).isNotNull();
        assertThat(Files.readString(svg)).startsWith("<svg");
        assertThatThrownBy(() -> plot.save(directory.resolve("a.pdf")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("a.pdf")
                .hasMessageContaining(".svg");
        assertThatThrownBy(() -> plot.save(svg.resolve("below-a-file.svg"))).isInstanceOf(FailedException.class);
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() {
        Plot plot = Plot.titled("t");
        double[] two = {1, 2};
        double[] three = {1, 2, 3};
        Grid grid = new Grid(0, 1, 0, 1, new double[2][2]);
        Samples narrow = Samples.of(new float[][] {{1}});
        Samples one = Samples.of(new float[][] {{1, 2}});
        Samples pair = Samples.of(new float[][] {{1, 2}, {3, 4}});
        List<Runnable> requests = List.of(
                () -> plot.line(two, three, ""),
                () -> plot.band(two, two, three, ""),
                () -> plot.curves(three, one, ""),
                () -> plot.scatter(narrow, ""),
                () -> plot.paths(List.of(one, pair), ""),
                () -> plot.field(grid, "", 0.9, 0.1),
                () -> plot.field(grid, "").field(grid, ""),
                () -> plot.xRange(2, 1),
                () -> plot.yRange(0, Double.NaN),
                () -> plot.logX().xRange(0, 1).toSvg(),
                () -> plot.logX(Double.NaN, 1),
                () -> plot.logX(1, 0),
                () -> Plot.energies("data", Map.of("noise", two)),
                () -> Panels.grid(0, List.of(plot)),
                () -> Panels.grid(1, List.of()));
        for (Runnable request : requests) {
            assertThatThrownBy(request::run).isInstanceOf(UsageException.class);
        }
    }
}
