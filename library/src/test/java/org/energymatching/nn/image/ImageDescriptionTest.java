package org.energymatching.nn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.energymatching.condition.Condition;
import org.energymatching.condition.Conditions;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Execution;
import org.energymatching.nn.potential.Architectures;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Seeds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Image potentials as checkpoints describe them, and requests that make no sense. */
class ImageDescriptionTest {

    private static final List<ImagePotential> POTENTIALS = List.of(
            SmallImages.potential(1, List.of(1), true, 0.25, SmallImages.vision(0.1)),
            SmallImages.potential(3, List.of(1, 2), false, 0, new PerceptronHead(List.of(8, 5))),
            new ImagePotential(
                    Shape.of(3, 16, 16),
                    new UNet(64, List.of(1, 2), 2, List.of(8, 16), 4, 32, 0.1, false),
                    new VisionHead(2, 12, 0, 3, 0),
                    -0.5,
                    1e4,
                    new Conditions(List.of(
                            new Condition.Categorical("label", List.of("0", "1", "2")),
                            new Condition.Continuous("size", 3, 2))),
                    Execution.defaults()));

    /** What a description may leave out. */
    private static final Set<List<String>> OPTIONAL = Set.of(List.of("softClamp"), List.of("conditions"));

    @Test
    void aDescriptionIsReadBackAsWhatItDescribes() {
        for (ImagePotential potential : POTENTIALS) {
            assertThat(Architectures.from(potential.description())).isEqualTo(potential);
        }
    }

    /** Every key taken away, or with a value that no description has: whole descriptions or refusals, nothing else. */
    @Test
    void missingKeysAndOddValuesAreDataErrors() {
        List<Object> odd = List.of("many", Map.of(), List.of("wide"), List.of(1.5), Double.NaN, -1, -1e300, 1e300);
        for (ImagePotential potential : POTENTIALS) {
            for (List<String> path : paths(potential.description())) {
                if (!OPTIONAL.contains(path)) {
                    refused(changed(potential.description(), path, null), path + " is missing");
                }
                for (Object value : odd) {
                    boolean sound = path.equals(List.of("scale"))
                            && value instanceof Number number
                            && Double.isFinite(number.doubleValue());
                    sound |= path.equals(List.of("softClamp")) && value.equals(1e300);
                    if (!sound) {
                        refused(changed(potential.description(), path, value), path + " is " + value);
                    }
                }
            }
        }
    }

    @Test
    void anyChangeIsReadOrRefused() {
        List<Object> values = List.of(
                0,
                1,
                2,
                3,
                7,
                32,
                33,
                1 << 30,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                0.5,
                1e10,
                Double.POSITIVE_INFINITY,
                true,
                "",
                "image",
                List.of(),
                List.of(0),
                List.of(1 << 30),
                List.of(1, 1L << 32),
                Map.of());
        Seeds.check(2000, random -> {
            Map<String, Object> description =
                    POTENTIALS.get(random.nextInt(POTENTIALS.size())).description();
            for (int i = 0; i <= random.nextInt(3); i++) {
                description = changed(description, any(paths(description), random), any(values, random));
            }
            Map<String, Object> changed = description;
            Throwable thrown = catchThrowable(() -> {
                Architecture read = Architectures.from(changed);
                read.parameters();
                assertThat(Architectures.from(read.description())).isEqualTo(read);
            });
            if (thrown != null) {
                assertThat(thrown).as("%s", changed).isInstanceOf(DataException.class);
            }
        });
    }

    private static <T> T any(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    private static void refused(Map<String, Object> description, String what) {
        assertThatThrownBy(() -> Architectures.from(description)).as(what).isInstanceOf(DataException.class);
    }

    private static List<List<String>> paths(Map<?, ?> description) {
        List<List<String>> paths = new ArrayList<>();
        description.forEach((key, value) -> {
            paths.add(List.of(String.valueOf(key)));
            if (value instanceof Map<?, ?> part) {
                part.keySet().forEach(inner -> paths.add(List.of(String.valueOf(key), String.valueOf(inner))));
            }
        });
        return paths;
    }

    /** The description with another value at a path; none where it is null. */
    private static Map<String, Object> changed(Map<?, ?> description, List<String> path, @Nullable Object value) {
        Map<String, Object> changed = new LinkedHashMap<>();
        description.forEach((key, old) -> changed.put(String.valueOf(key), old));
        String first = path.get(0);
        if (path.size() > 1 && changed.get(first) instanceof Map<?, ?> part) {
            changed.put(first, changed(part, path.subList(1, path.size()), value));
        } else if (value == null) {
            changed.remove(first);
        } else {
            changed.put(first, value);
        }
        return changed;
    }

    @Test
    void wrongRequestsNameTheirNumbers() {
        Head head = SmallImages.vision(0);
        wrong(() -> net(33, List.of(1), 1, 0), "33 channels", "32 groups");
        wrong(() -> net(0, List.of(1), 1, 0), "0 channels");
        wrong(() -> net(32, List.of(), 1, 0), "[]");
        wrong(() -> net(32, List.of(1, 0), 1, 0), "[1, 0]");
        wrong(() -> net(32, List.of(1), 0, 0), "0 heads");
        wrong(() -> net(32, List.of(1), 1, -1), "-1 channels");
        wrong(() -> new UNet(32, List.of(1), 0, List.of(), 1, 0, 0, false), "0 blocks");
        wrong(() -> new UNet(32, List.of(1), 1, List.of(), 1, 0, 1, false), "1.0");
        wrong(() -> potential(10, net(32, List.of(1, 1, 1), 1, 0), head), "3 levels", "10 pixels", "multiple of 4");
        wrong(() -> potential(10, net(32, List.of(1), 1, 0), head), "10 x 10", "patches of 4");
        wrong(() -> potential(0, net(32, List.of(1), 1, 0), head), "(1, 0, 0)");
        wrong(() -> potential(8, net(32, List.of(1), 3, 0), head), "32 channels", "3 heads");
        wrong(() -> potential(8, net(32, List.of(1, 2), 1, 48), head), "64 channels", "heads of 48 channels");
        wrong(() -> new VisionHead(4, 9, 1, 2, 0), "9 numbers", "2 heads");
        wrong(() -> new VisionHead(0, 8, 1, 2, 0), "patches of 0");
        wrong(() -> new VisionHead(4, 8, 1, 2, 1), "dropout of 1.0");
        wrong(() -> new PerceptronHead(List.of()), "[]");
        wrong(() -> new PerceptronHead(List.of(8, 0)), "[8, 0]");
        UNet sound = net(32, List.of(1), 1, 0);
        wrong(() -> new ImagePotential(Shape.of(1, 8, 12), sound, head, 1), "(1, 8, 12)");
        wrong(() -> new ImagePotential(Shape.of(8, 8), sound, head, 1), "(8, 8)");
        wrong(() -> new ImagePotential(Shape.of(0, 8, 8), sound, head, 1), "(0, 8, 8)");
        wrong(() -> new ImagePotential(Shape.of(1, 8, 8), sound, head, 0), "scale of 0.0");
        wrong(
                () -> new ImagePotential(Shape.of(1, 8, 8), sound, head, 1, -2, Conditions.none(), Execution.eager()),
                "clamp at -2.0");
    }

    private static UNet net(int width, List<Integer> multipliers, int heads, int headChannels) {
        return new UNet(width, multipliers, 1, List.of(), heads, headChannels, 0, false);
    }

    private static ImagePotential potential(int side, UNet unet, Head head) {
        return new ImagePotential(Shape.of(1, side, side), unet, head, 1);
    }

    private static void wrong(Runnable request, String... parts) {
        assertThatThrownBy(request::run).isInstanceOf(UsageException.class).hasMessageContainingAll(parts);
    }
}
