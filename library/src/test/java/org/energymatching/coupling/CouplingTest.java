package org.energymatching.coupling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.error.EnergyMatchingException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every coupling promises, and what each promises besides. */
class CouplingTest {

    @SuppressWarnings("ImmutableEnumChecker") // couplings are stateless
    enum Kind {
        INDEPENDENT(Coupling.independent(), true),
        EXACT(Coupling.exactOt(), true),
        SINKHORN(Coupling.sinkhorn(0.05), false),
        UNBALANCED(Coupling.sinkhorn(0.05, 1), false),
        GREEDY(Coupling.greedyOt(), true);

        private final Coupling coupling;
        private final boolean permutes;

        Kind(Coupling coupling, boolean permutes) {
            this.coupling = coupling;
            this.permutes = permutes;
        }
    }

    @ParameterizedTest
    @EnumSource
    void marginalsArePreserved(Kind kind) {
        Seeds.check(20, random -> {
            Samples source = points(1 + random.nextInt(60), 3, random);
            Samples data = points(source.rows(), 3, random);
            Samples paired =
                    source.pick(kind.coupling.couple(source, data, Rng.of(1)).rows());
            assertThat(paired.shape()).isEqualTo(data.shape());
            if (kind.permutes) {
                assertThat(rows(paired)).containsExactlyInAnyOrderElementsOf(rows(source));
            } else {
                assertThat(rows(source)).containsAll(rows(paired));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theInputsAreLeftAlone(Kind kind) {
        RandomGenerator random = new SplittableRandom(1);
        Samples source = points(20, 2, random);
        Samples data = points(20, 2, random);
        float[] before = source.values().clone();
        float[] dataBefore = data.values().clone();
        kind.coupling.couple(source, data, Rng.of(1));
        assertThat(source.values()).isEqualTo(before);
        assertThat(data.values()).isEqualTo(dataBefore);
    }

    /** What the plan cannot reach counts for little; without relaxation everything counts alike. */
    @Test
    void anOutlierCountsForLittleInAnUnbalancedPlan() {
        Seeds.check(10, random -> {
            Samples source = points(40, 2, random);
            Samples data = points(40, 2, random);
            data.values()[0] = 30;
            double[] weights =
                    Coupling.sinkhorn(0.05, 1).couple(source, data, Rng.of(1)).weights();
            assertThat(weights[0]).isLessThan(1e-6);
            assertThat(weights[1]).isBetween(0.5, 1.5);
            assertThat(Arrays.stream(weights).sum()).isCloseTo(40, within(1e-9));
            assertThat(Coupling.sinkhorn(0.05).couple(source, data, Rng.of(1)).weights())
                    .containsOnly(1);
        });
    }

    /** In expectation, each source row is drawn once: the plan has uniform rows and columns. */
    @Test
    void sinkhornDrawsEverySourceRowEquallyOften() {
        RandomGenerator random = new SplittableRandom(4);
        Samples source = points(6, 2, random);
        Samples data = points(6, 2, random);
        int draws = 2_000;
        double[] drawn = new double[6];
        for (int k = 0; k < draws; k++) {
            List<List<Float>> picked = rows(source.pick(
                    Coupling.sinkhorn(0.2).couple(source, data, Rng.of(k)).rows()));
            for (int i = 0; i < 6; i++) {
                drawn[i] += (double) Collections.frequency(picked, rows(source).get(i)) / draws;
            }
        }
        assertThat(drawn).containsExactly(new double[] {1, 1, 1, 1, 1, 1}, within(0.1));
    }

    @Test
    void exactTransportIsTheCheapestOfAllPermutations() {
        Seeds.check(60, random -> {
            int n = 1 + random.nextInt(6);
            Samples source = points(n, 2, random);
            Samples data = points(n, 2, random);
            double cost = cost(Coupling.exactOt(), source, data);
            double best = permutations(n)
                    .mapToDouble(order -> IntStream.range(0, n)
                            .mapToDouble(i -> distance(source.row(order[i]), data.row(i)))
                            .sum())
                    .min()
                    .orElseThrow();
            assertThat(cost).isCloseTo(best, within(1e-5 * (1 + best)));
        });
    }

    @Test
    void exactTransportOnTheLineIsSorting() {
        Seeds.check(10, random -> {
            Samples source = points(200, 1, random);
            Samples data = points(200, 1, random);
            float[] sortedSource = source.values().clone();
            float[] sortedData = data.values().clone();
            Arrays.sort(sortedSource);
            Arrays.sort(sortedData);
            Samples paired = source.pick(
                    Coupling.exactOt().couple(source, data, Rng.of(1)).rows());
            for (int i = 0; i < 200; i++) {
                int rank = Arrays.binarySearch(sortedData, data.values()[i]);
                assertThat(paired.values()[i]).isEqualTo(sortedSource[rank]);
            }
        });
    }

    @Test
    void exactTransportCostsAtMostWhatChanceCosts() {
        Seeds.check(20, random -> {
            Samples source = points(64, 2, random);
            Samples data = points(64, 2, random);
            double exact = cost(Coupling.exactOt(), source, data);
            assertThat(exact).isLessThan(cost(Coupling.independent(), source, data));
            assertThat(exact / 64).isLessThan(cost(Coupling.sinkhorn(0.5), source, data) / 64 + 0.05);
        });
    }

    /** Brute force: the closest pair of all, taken away, over and over. */
    @Test
    void greedyTakesTheClosestFreePairOverAndOver() {
        Seeds.check(60, random -> {
            int n = 1 + random.nextInt(12);
            Samples source = points(n, 2, random);
            Samples data = points(n, 2, random);
            float[] from = Centred.of(source);
            float[] to = Centred.of(data);
            Set<Integer> rows = IntStream.range(0, n).boxed().collect(Collectors.toSet());
            Set<Integer> columns = new HashSet<>(rows);
            int[] expected = new int[n];
            while (!rows.isEmpty()) {
                int[] closest = rows.stream()
                        .flatMap(i -> columns.stream().map(j -> new int[] {i, j}))
                        .min(Comparator.comparingDouble(pair -> Math.hypot(
                                to[2 * pair[0]] - from[2 * pair[1]], to[2 * pair[0] + 1] - from[2 * pair[1] + 1])))
                        .orElseThrow();
                expected[closest[0]] = closest[1];
                rows.remove(closest[0]);
                columns.remove(closest[1]);
            }
            assertThat(Coupling.greedyOt().couple(source, data, Rng.of(1)).rows())
                    .isEqualTo(expected);
        });
    }

    /** On the line, with equal means: greedy takes .9² first, 2² of the far pair and is left with 2.9²; exact takes 1 + 1 + 2². */
    @Test
    void greedyMayBeDearerThanExact() {
        Samples source = new Samples(new float[] {0, 1.9f, 102}, Shape.of(3, 1));
        Samples data = new Samples(new float[] {1, 2.9f, 100}, Shape.of(3, 1));
        assertThat(cost(Coupling.exactOt(), source, data)).isCloseTo(6, within(1e-4));
        assertThat(cost(Coupling.greedyOt(), source, data)).isCloseTo(0.81 + 4 + 8.41, within(1e-4));
    }

    @Test
    void greedyCostsMoreThanExactAndLessThanChance() {
        Seeds.check(20, random -> {
            Samples source = points(64, 2, random);
            Samples data = points(64, 2, random);
            assertThat(cost(Coupling.greedyOt(), source, data))
                    .isBetween(
                            cost(Coupling.exactOt(), source, data) - 1e-6, cost(Coupling.independent(), source, data));
        });
    }

    @Test
    void aShiftChangesNoPair() {
        Seeds.check(10, random -> {
            Samples source = points(40, 2, random);
            Samples data = points(40, 2, random);
            float[] shifted = data.values().clone();
            for (int i = 0; i < shifted.length; i++) {
                shifted[i] += 64;
            }
            assertThat(Coupling.exactOt()
                            .couple(source, new Samples(shifted, data.shape()), Rng.of(1))
                            .rows())
                    .isEqualTo(
                            Coupling.exactOt().couple(source, data, Rng.of(1)).rows());
        });
    }

    @ParameterizedTest
    @EnumSource
    void pointsAllInOnePlaceCanBePaired(Kind kind) {
        Samples zeros = new Samples(new float[8], Shape.of(4, 2));
        assertThat(kind.coupling.couple(zeros, zeros, Rng.of(1)).rows())
                .hasSize(4)
                .doesNotContain(-1, 4);
    }

    /** Those that measure distances; paths refuse what is paired as it comes. */
    @ParameterizedTest
    @EnumSource(names = {"EXACT", "SINKHORN", "UNBALANCED", "GREEDY"})
    void batchesOfDifferentShapeAreRefusedInThreeSentences(Kind kind) {
        RandomGenerator random = new SplittableRandom(1);
        Samples four = points(4, 2, random);
        assertThatThrownBy(() -> kind.coupling.couple(four, points(4, 3, random), Rng.of(1)))
                .isInstanceOf(EnergyMatchingException.class);
        if (kind.permutes) {
            assertThatThrownBy(() -> kind.coupling.couple(four, points(5, 2, random), Rng.of(1)))
                    .isInstanceOf(UsageException.class);
        }
    }

    private static Stream<int[]> permutations(int n) {
        if (n == 0) {
            return Stream.of(new int[0]);
        }
        return permutations(n - 1)
                .flatMap(shorter -> IntStream.range(0, n).mapToObj(at -> {
                    int[] longer = new int[n];
                    System.arraycopy(shorter, 0, longer, 0, at);
                    longer[at] = n - 1;
                    System.arraycopy(shorter, at, longer, at + 1, n - 1 - at);
                    return longer;
                }));
    }

    private static double cost(Coupling coupling, Samples source, Samples data) {
        Samples paired = source.pick(coupling.couple(source, data, Rng.of(1)).rows());
        return IntStream.range(0, data.rows())
                .mapToDouble(i -> distance(paired.row(i), data.row(i)))
                .sum();
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return sum;
    }

    private static Samples points(int rows, int width, RandomGenerator random) {
        return new Samples(Points.gaussian(rows, width, random), Shape.of(rows, width));
    }

    private static List<List<Float>> rows(Samples samples) {
        return IntStream.range(0, samples.rows())
                .mapToObj(i -> IntStream.range(0, samples.width())
                        .mapToObj(j -> samples.row(i)[j])
                        .toList())
                .toList();
    }
}
