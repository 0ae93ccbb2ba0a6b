package org.energymatching.data.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.energymatching.data.schema.TableEncoding.NumberMap;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Transforms lead back, have the slope of finite differences, and quantiles become normal. */
class TransformTest {

    /** A column of 5000 numbers of two decimals, by its type. */
    private record Case(ColumnType type, NumberMap map, double[] values) {

        private static final WrittenNumbers WRITTEN = new WrittenNumbers(-1e3, 1e3, 0, 2);

        Transform transform() {
            return NumberCells.fit(type, WRITTEN, values, map);
        }

        @Override
        public String toString() {
            return type + " " + map;
        }
    }

    private static double[] drawn(RandomGenerator random, DoubleUnaryOperator shape) {
        return DoubleStream.generate(random::nextGaussian)
                .limit(5000)
                .map(shape)
                .map(x -> Math.rint(x * 100) / 100)
                .toArray();
    }

    private static Stream<Case> cases() {
        RandomGenerator random = new SplittableRandom(3);
        double[] any = drawn(random, x -> 5 + 40 * x);
        double[] positive = drawn(random, x -> Math.exp(3 + x));
        double[] mostlyZero = drawn(random, x -> x < 1.4 ? 0 : 100 * x);
        double[] between = drawn(random, x -> Math.max(-2, Math.min(3, 2 * x)));
        double[] heavy = drawn(random, x -> x * x * x * 10);
        double infinity = Double.POSITIVE_INFINITY;
        return Arrays.stream(NumberMap.values())
                .flatMap(map -> Stream.of(
                        new Case(new ColumnType.Continuous(), map, any),
                        new Case(new ColumnType.Continuous(), map, heavy),
                        new Case(new ColumnType.Bounded(0, infinity), map, positive),
                        new Case(new ColumnType.Bounded(0, infinity), map, mostlyZero),
                        new Case(new ColumnType.Bounded(-infinity, 3), map, between),
                        new Case(new ColumnType.Bounded(-2, 3), map, between),
                        new Case(new ColumnType.Continuous(), map, new double[] {7, 7, 7}),
                        new Case(new ColumnType.Bounded(0, infinity), map, new double[] {2.5}),
                        new Case(new ColumnType.Bounded(0, 3), map, new double[] {2.5, 2.5}),
                        new Case(new ColumnType.Continuous(), map, new double[0])));
    }

    /** Numbers that the column allows, on its data and beyond them. */
    private static double[] tried(Case column) {
        double[] near = DoubleStream.concat(
                        Arrays.stream(column.values()).limit(200),
                        DoubleStream.of(0.003, 1.7, 2.5, 2.99, 51.2, -30, 900))
                .toArray();
        return Arrays.stream(near)
                .map(x -> x + 0.0017)
                .filter(x -> !(column.type() instanceof ColumnType.Bounded b) || x >= b.low() && x <= b.high())
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theInverseLeadsBackAndSlopesAreThoseOfDifferences(Case column) {
        Transform transform = column.transform();
        double before = Double.NEGATIVE_INFINITY;
        double[] rising = Arrays.stream(tried(column)).sorted().distinct().toArray();
        for (double y : rising) {
            double z = transform.forward(y);
            assertThat(z).isFinite().isGreaterThan(before);
            before = z;
            if (Math.abs(z) < 6) {
                assertThat(transform.inverse(z)).isCloseTo(y, within(1e-6 * (1 + Math.abs(y))));
            }
            double h = 1e-6 * Math.max(1e-2, Math.abs(y));
            double left = transform.logSlope(y - h);
            double right = transform.logSlope(y + h);
            if (Math.abs(z) < 6 && Math.abs(left - right) < 1e-2) { // no knot between
                double slope = (transform.forward(y + h) - transform.forward(y - h)) / (2 * h);
                assertThat(transform.logSlope(y)).isCloseTo(Math.log(slope), within(1e-4));
            }
        }
        Map<?, ?> json =
                new JsonMapper().readValue(new JsonMapper().writeValueAsString(transform.description()), Map.class);
        assertThat(Transform.from(json).forward(1.25)).isEqualTo(transform.forward(1.25));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anyNormalNumberLeadsIntoTheBounds(Case column) {
        Transform transform = column.transform();
        Seeds.check(20, random -> {
            for (int i = 0; i < 100; i++) {
                double y = transform.inverse(2 * random.nextGaussian());
                assertThat(y).isFinite();
                if (column.type() instanceof ColumnType.Bounded bounded) {
                    assertThat(y).isBetween(bounded.low() - 0.005001, bounded.high() + 0.005001);
                }
            }
        });
    }

    /** Kolmogorov–Smirnov: the distance of n normal numbers to Φ is below 1.95/√n in 999 of 1000 cases. */
    @Test
    void quantilesOfAllColumnsBecomeNormal() {
        RandomGenerator random = new SplittableRandom(11);
        cases().filter(column -> column.map() == NumberMap.QUANTILE && column.values().length > 1000)
                .forEach(column -> {
                    Transform transform = column.transform();
                    double[] z = Arrays.stream(column.values())
                            .map(x -> transform.forward(x + (random.nextDouble() - 0.5) * 0.01))
                            .sorted()
                            .toArray();
                    double distance = 0;
                    for (int i = 0; i < z.length; i++) {
                        double p = Normal.probability(z[i]);
                        distance = Math.max(distance, Math.max(p - (double) i / z.length, (i + 1.0) / z.length - p));
                    }
                    assertThat(distance).as(column.toString()).isLessThan(1.95 / Math.sqrt(z.length));
                });
    }

    /** Values from tables to 15 digits, and as Python's statistics.NormalDist gives them. */
    @Test
    void theNormalDistributionIsThatOfTables() {
        assertThat(Normal.probability(0)).isEqualTo(0.5);
        assertThat(Normal.probability(1)).isCloseTo(0.841344746068543, within(1e-15));
        assertThat(Normal.probability(-3)).isCloseTo(0.00134989803163009, within(2e-16));
        assertThat(Normal.probability(-6)).isCloseTo(9.86587645037698e-10, within(1e-23));
        assertThat(Normal.probability(-20)).isCloseTo(2.75362411860623e-89, within(1e-102));
        assertThat(Normal.quantile(0.975)).isCloseTo(1.95996398454005, within(1e-13));
        assertThat(Normal.quantile(1e-10)).isCloseTo(-6.36134090240406, within(1e-12));
        assertThat(Normal.quantile(1e-100)).isCloseTo(-21.2734535609653, within(1e-11));
        for (double z = -8; z <= 5; z += 0.01) {
            assertThat(Normal.quantile(Normal.probability(z))).isCloseTo(z, within(1e-9));
        }
        assertThat(List.of(Normal.quantile(0), Normal.quantile(1)))
                .containsExactly(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
}
