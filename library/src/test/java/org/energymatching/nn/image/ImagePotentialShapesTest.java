package org.energymatching.nn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.error.DataException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.image.ImagePotentialShapes.PerceptronShapes;
import org.energymatching.nn.image.ImagePotentialShapes.VisionShapes;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sizes of a network, from nothing but the names and shapes of its parameters. */
class ImagePotentialShapesTest {

    private static final Head MANY = new VisionHead(4, 384, 8, 4, 0.1);

    static Stream<ImagePotential> paper() {
        UNet cifar = new UNet(128, List.of(1, 2, 2, 2), 2, List.of(16), 4, 64, 0.1, false);
        UNet mnist = new UNet(32, List.of(1, 2, 2), 2, List.of(14), 2, 0, 0.1, false);
        UNet celeba = new UNet(128, List.of(1, 2, 3, 4), 2, List.of(16), 4, 64, 0.1, false);
        return Stream.of(
                new ImagePotential(Shape.of(3, 32, 32), cifar, MANY, 1000),
                new ImagePotential(Shape.of(1, 28, 28), mnist, new VisionHead(4, 128, 2, 2, 0.1), 100),
                new ImagePotential(Shape.of(3, 64, 64), celeba, new VisionHead(4, 512, 8, 8, 0.1), 1000));
    }

    @ParameterizedTest
    @MethodSource("paper")
    void thePapersNetworksAreRecognised(ImagePotential potential) {
        assertThat(inferred(potential)).isEqualTo(expected(potential));
    }

    @Test
    void anyNetworkIsRecognised() {
        Seeds.check(60, random -> {
            ImagePotential potential = any(random);
            assertThat(inferred(potential)).as("%s", potential).isEqualTo(expected(potential));
            Architecture rebuilt = inferred(potential).potential(1, 0, 1, 1);
            assertThat(shapes(rebuilt)).isEqualTo(shapes(potential));
        });
    }

    private static ImagePotential any(RandomGenerator random) {
        int levels = 1 + random.nextInt(4);
        int side = (1 + random.nextInt(4)) << (levels + 1);
        List<Integer> multipliers =
                IntStream.range(0, levels).mapToObj(i -> 1 + random.nextInt(3)).toList();
        List<Integer> attention = IntStream.range(0, levels)
                .filter(level -> random.nextBoolean())
                .mapToObj(level -> side >> level)
                .toList();
        UNet unet = new UNet(
                32 * (1 + random.nextInt(2)),
                multipliers,
                1 + random.nextInt(3),
                attention,
                1 << random.nextInt(3),
                random.nextBoolean() ? 16 : 0,
                random.nextDouble(),
                random.nextBoolean());
        Head head = random.nextInt(3) == 0
                ? new PerceptronHead(IntStream.rangeClosed(0, random.nextInt(3))
                        .mapToObj(i -> 1 + random.nextInt(9))
                        .toList())
                : new VisionHead(1 << random.nextInt(3), 2 + 2 * random.nextInt(9), random.nextInt(4), 2, 0.1);
        return new ImagePotential(Shape.of(1 + random.nextInt(4), side, side), unet, head, 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.", "_orig_mod.", "model.potential."})
    void aPrefixIsToldApart(String prefix) {
        Map<String, Shape> wrapped = new LinkedHashMap<>();
        shapes(small()).forEach((name, shape) -> wrapped.put(prefix + name, shape));
        assertThat(refused(wrapped)).contains("weights.pt holds no image potential", "'" + prefix + "'");
    }

    @Test
    void otherFamiliesAreToldApart() {
        Map<String, Shape> sequence = new TreeMap<>();
        for (int i = 0; i < 138; i++) {
            sequence.put(i == 0 ? "init_conv.weight" : "mid.%03d".formatted(i), Shape.of(28));
        }
        assertThat(refused(sequence))
                .contains(
                        "138 tensors",
                        "init_conv.weight, mid.001, mid.002, mid.003, mid.004, and 133 more",
                        "sequences");
        assertThat(refused(Map.of("down_blocks.0.bias", Shape.of(3)))).contains("diffusers");
        assertThat(refused(shapes(Mlp.of(2, 8)))).contains("perceptron");
        assertThat(refused(Map.of("fc.weight", Shape.of(3, 4)))).contains("another kind of network");
        assertThat(refused(Map.of())).contains("0 tensors");
        Map<String, Shape> headless = shapes(small());
        headless.remove("patch_embed.pos_embed");
        assertThat(refused(headless)).contains("without a head");
    }

    @Test
    void aVariantIsRefusedWithCountsAndNames() {
        Map<String, Shape> variant = shapes(small());
        variant.remove("out.0.bias");
        variant.put("label_emb.weight", Shape.of(10, 128));
        variant.put("out.2.bias", Shape.of(6));
        assertThat(refused(variant))
                .contains("of 87 tensors that it wants, 1 are missing and 1 have another shape; of 87 found, 1 are not")
                .contains("out.2.bias is (6) in place of (1)")
                .contains("out.0.bias is missing; label_emb.weight is not wanted");
    }

    /** Files may say anything: every change of one shape or name is refused or explained, and nothing else happens. */
    @Test
    void damagedShapesAreDataErrors() {
        Seeds.check(400, random -> {
            ImagePotential potential = any(random);
            Map<String, Shape> damaged = shapes(potential);
            List<String> names = List.copyOf(damaged.keySet());
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(3)) {
                case 0 -> damaged.remove(name);
                case 1 -> damaged.put(name + "x", Shape.of(random.nextLong(1, Long.MAX_VALUE)));
                default -> damaged.computeIfPresent(name, (same, shape) -> other(shape, random));
            }
            assertThat(refused(damaged)).contains("weights.pt ");
        });
    }

    /** A shape that differs along one axis: none, too little, or far too much. */
    private static Shape other(Shape shape, RandomGenerator random) {
        long[] extents = shape.extents();
        int axis = random.nextInt(extents.length);
        extents[axis] = random.nextBoolean() ? 0 : extents[axis] + random.nextLong(1, 1L << 40);
        return Shape.of(extents);
    }

    private static ImagePotential small() {
        UNet unet = new UNet(32, List.of(1), 1, List.of(), 1, 0, 0, false);
        return new ImagePotential(Shape.of(1, 8, 8), unet, new VisionHead(4, 8, 1, 2, 0), 1);
    }

    private static String refused(Map<String, Shape> shapes) {
        DataException refusal =
                catchThrowableOfType(DataException.class, () -> ImagePotentialShapes.of(shapes, "weights.pt"));
        assertThat(refusal).as("the refusal of %s", shapes.keySet()).isNotNull();
        List<String> sentences = List.of(refusal.happened(), refusal.expected(), refusal.remedy());
        assertThat(sentences).allMatch(sentence -> sentence.endsWith("."));
        return String.join(" ", sentences);
    }

    private static ImagePotentialShapes inferred(ImagePotential potential) {
        return ImagePotentialShapes.of(shapes(potential), "weights.pt");
    }

    private static ImagePotentialShapes expected(ImagePotential potential) {
        UNet unet = potential.unet();
        return new ImagePotentialShapes(
                potential.inputShape(),
                unet.width(),
                unet.multipliers(),
                unet.blocks(),
                unet.attention(),
                unet.residualResampling() && unet.multipliers().size() > 1,
                potential.head() instanceof VisionHead vision
                        ? new VisionShapes(vision.patch(), vision.width(), vision.layers())
                        : new PerceptronShapes(((PerceptronHead) potential.head()).widths()));
    }

    private static Map<String, Shape> shapes(Architecture architecture) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        architecture.parameters().forEach(spec -> shapes.put(spec.name(), spec.shape()));
        return shapes;
    }
}
