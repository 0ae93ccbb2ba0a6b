package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersistentContrastiveDivergenceTest {

    private static final double FOR_EVER = 1e9;
    private static final TemperatureSchedule COLD = TemperatureSchedule.constant(0);
    private static final Potential FLAT = x -> x.sumPerRow().times(0);

    /** Mini-batches of these points, and what was kept. */
    private record Given(Samples source, Samples data, Map<String, Tensor> before) implements Batches {

        @Override
        public Batch of(String pass) {
            return Batch.of(source, data, Device.cpu());
        }

        @Override
        public Optional<Tensor> kept(String name) {
            return Optional.ofNullable(before.get(name));
        }
    }

    private static Samples line(float... x) {
        float[][] rows = new float[x.length][];
        Arrays.setAll(rows, i -> new float[] {x[i]});
        return Samples.of(rows);
    }

    private static Map<String, Tensor> pool(Samples chains, Samples ages) {
        return Map.of("chains", chains.tensor(Device.cpu()), "ages", ages.tensor(Device.cpu()));
    }

    private static float[] chains(Loss loss) {
        return values(loss, "chains");
    }

    private static float[] ages(Loss loss) {
        return values(loss, "ages");
    }

    private static float[] values(Loss loss, String name) {
        return values(loss.kept(), name);
    }

    private static float[] values(Map<String, Tensor> kept, String name) {
        Tensor values = kept.get(name);
        return values == null ? new float[0] : values.floats();
    }

    private static double gap(Loss loss) {
        return loss.measured().getOrDefault("persistentGap", Double.NaN);
    }

    private static double lost(Loss loss) {
        return loss.measured().getOrDefault("persistentLost", Double.NaN);
    }

    /** The data and the negatives that a loss is made of: the others have a weight of zero. */
    private static Samples points(Loss loss) {
        WeightedEnergies term = (WeightedEnergies) loss.terms().get(0);
        float[] weights = term.weights().floats();
        int[] counted =
                IntStream.range(0, weights.length).filter(i -> weights[i] != 0).toArray();
        return Samples.of(term.points()).pick(counted);
    }

    private static double variance(float[] values) {
        double square = 0;
        double sum = 0;
        for (float value : values) {
            sum += value;
            square += (double) value * value;
        }
        return square / values.length - sum * sum / values.length / values.length;
    }

    /** In a valley without slope or noise chains stay where they were born, so that they can be told apart. */
    @Test
    void allAreBornAtTheSourceAtFirstAndCountOnceTheyHaveArrived() {
        PersistentContrastiveDivergence contrast =
                new PersistentContrastiveDivergence(0.1, 0, COLD, 64, 64, 5, 0.1, FOR_EVER);
        Samples data = line(-1, -2, -3);
        Rng rng = Rng.of(3);
        Loss first = contrast.prepare(FLAT, new Given(line(1, 2, 3), data, Map.of()), rng.at(0));
        assertThat(points(first).rows()).isZero();
        assertThat(first.evaluate(FLAT).total()).isZero();
        assertThat(first.measured()).containsOnly(Map.entry("persistentLost", 0.0), Map.entry("persistentGap", 0.0));
        assertThat(chains(first)).hasSize(64);
        assertThat(IntStream.range(0, 64)).allMatch(i -> chains(first)[i] == 1 + i % 3); // 22, 21 and 21 of each
        assertThat(ages(first)).hasSize(64).containsOnly(0.5f);

        Loss second = contrast.prepare(FLAT, new Given(line(7, 8, 9), data, first.kept()), rng.at(1));
        assertThat(chains(second)).isEqualTo(chains(first));
        assertThat(ages(second)).hasSize(64).containsOnly(1);
        assertThat(second.terms()).hasSize(1);
        assertThat(second.terms().get(0).name()).isEqualTo("persistent");
        assertThat(points(second).rows()).isEqualTo(3 + 64);
    }

    @Test
    void someMoveOnAndTheOthersStay() {
        PersistentContrastiveDivergence contrast =
                new PersistentContrastiveDivergence(0.1, 0, COLD, 10, 4, 2, 0.5, FOR_EVER);
        Potential slide = x -> x.sumPerRow().negate(); // x + Δt in each step
        Map<String, Tensor> before =
                pool(line(0, 10, 20, 30, 40, 50, 60, 70, 80, 90), line(0, .5f, 1, 1.5f, 2, 2.5f, 3, 3.5f, 4, 4.5f));
        boolean[] reached = new boolean[10];
        for (int seed = 0; seed < 60; seed++) {
            // data at 10: up to ± 100 no chain has run away
            Loss loss = contrast.prepare(slide, new Given(line(-5), line(10), before), Rng.of(seed));
            int moved = 0;
            for (int i = 0; i < 10; i++) {
                float way = chains(loss)[i] - 10 * i;
                assertThat(ages(loss)[i] - 0.5f * i).as("seed %d", seed).isEqualTo(way);
                assertThat(way).as("seed %d", seed).isIn(0f, 1f);
                reached[i] |= way == 1;
                moved += (int) way;
            }
            assertThat(moved).as("seed %d", seed).isEqualTo(4);
        }
        assertThat(reached).containsOnly(true);
    }

    /** Only chains that move in a step are its negatives, as they are after it, and of them those of age 1 and more. */
    @Test
    void theLossIsTheMeanEnergyOfDataLessThatOfChainsThatHaveArrived() {
        PersistentContrastiveDivergence contrast =
                new PersistentContrastiveDivergence(0.25, 0, COLD, 4, 4, 1, 0.5, FOR_EVER);
        Potential slide = x -> x.sumPerRow().negate();
        Map<String, Tensor> before = pool(line(10, 2, 3, 20), line(0.25f, 0.5f, 7, 0));
        Loss loss = contrast.prepare(slide, new Given(line(0), line(1, 5), before), Rng.of(1));
        double expected = (-3 - -(2.5 + 3.5) / 2) / 0.25; // 10 and 20 are too young
        assertThat(expected).isZero();
        assertThat(gap(loss)).isCloseTo(0, within(1e-6));
        Loss another = contrast.prepare(slide, new Given(line(0), line(1, 6), before), Rng.of(1));
        assertThat(gap(another)).isCloseTo(-0.5 / 0.25, within(1e-6));
        assertThat(another.evaluate(slide).total()).isCloseTo(-2, within(1e-6));
        assertThat(another.evaluate(slide).parts()).containsOnlyKeys("persistent");
        assertThat(another.times(3).evaluate(slide).total()).isCloseTo(-6, within(1e-6));
        assertThat(another.times(3).kept()).isEqualTo(another.kept());
        assertThat(new Loss(List.of(), Map.of()).plus(another).kept()).isEqualTo(another.kept());
    }

    /** Without a slope the variance at age t is Σ 2 Δt ε(kΔt): ε = 0, .06, .12, .18, .24 at .5 to .9, then .3. */
    @Test
    void theTemperatureIsThatOfTheAge() {
        long seed = 8;
        int chains = 4000;
        PersistentContrastiveDivergence contrast = new PersistentContrastiveDivergence(
                0.3, 0, TemperatureSchedule.ramp(0.5, 0.3), chains, chains, 10, 0.1, FOR_EVER);
        Loss first = contrast.prepare(
                FLAT, new Given(line(0), line(1), Map.of()), Rng.of(seed).at(0));
        Loss second = contrast.prepare(
                FLAT, new Given(line(0), line(1), first.kept()), Rng.of(seed).at(1));
        assertThat(lost(second)).isZero(); // none is beyond ± 10
        assertThat(variance(chains(first))).as("seed %d", seed).isCloseTo(0.12, within(0.01));
        assertThat(variance(chains(second))).as("seed %d", seed).isCloseTo(0.12 + 0.6, within(0.06));
    }

    /** Steps of Δt in V = k|x|²/2 converge to the variance (ε/k) / (1 - kΔt/2). */
    @Test
    void chainsThatHaveArrivedAreSpreadAsTheEquilibriumIs() {
        long seed = 4;
        double epsilon = 0.2;
        int count = 1000;
        Quadratic quadratic = Quadratic.diagonal(2, 2);
        PersistentContrastiveDivergence contrast = new PersistentContrastiveDivergence(
                epsilon, 0, TemperatureSchedule.constant(epsilon), count, count, 20, 0.025, 8);
        Samples source = GaussianMixture.round(new double[][] {{0, 0}}, 1).sample(500, Rng.of(seed));
        Map<String, Tensor> kept = new HashMap<>();
        for (int step = 0; step < 24; step++) {
            kept.putAll(contrast.prepare(
                            quadratic,
                            new Given(source, source, kept),
                            Rng.of(seed).at(step))
                    .kept());
        }
        float[] ages = values(kept, "ages");
        int[] arrived = IntStream.range(0, count).filter(i -> ages[i] >= 1).toArray();
        int[] young = IntStream.range(0, count).filter(i -> ages[i] == 0).toArray();
        Samples chains = Samples.of(Objects.requireNonNull(kept.get("chains")));
        double expected = epsilon / 2 / (1 - 0.025);
        assertThat(variance(chains.pick(arrived).values())).as("seed %d", seed).isCloseTo(expected, within(0.012));
        assertThat(variance(chains.pick(young).values())).as("seed %d", seed).isGreaterThan(0.5); // the source's
    }

    /** A step ends each chain that moves with the probability MΔt / lifetime: ages at the end are .5 and more, 4 on average. */
    @Test
    void chainsEndAtTheirMeanAge() {
        long seed = 6;
        int count = 500;
        PersistentContrastiveDivergence contrast =
                new PersistentContrastiveDivergence(0.1, 0, COLD, count, count, 5, 0.1, 4);
        Map<String, Tensor> kept = new HashMap<>();
        int ended = 0;
        double ages = 0;
        for (int step = 0; step < 200; step++) {
            float[] before = values(kept, "ages");
            Loss loss = contrast.prepare(
                    FLAT, new Given(line(step), line(0), kept), Rng.of(seed).at(step));
            for (int i = 0; step > 0 && i < count; i++) {
                if (ages(loss)[i] == 0) {
                    ended++;
                    ages += before[i] + 0.5;
                    assertThat(chains(loss)[i]).as("seed %d", seed).isEqualTo(step); // this step's source
                }
            }
            kept.putAll(loss.kept());
        }
        assertThat(ended / (199.0 * count)).as("seed %d", seed).isCloseTo(0.125, within(0.004));
        assertThat(ages / ended).as("seed %d", seed).isCloseTo(4, within(0.15));
    }

    /**
     * Data N(0, ¼I) in the plane under V = k|x|²/2: the gap is k (¼ + σ²)/ε - 1/(1 - kΔt/2), which is zero where exp(-V/ε) is
     * the smoothed density, but for the length of steps. A V that is too wide makes it negative: its descent raises k.
     */
    @ParameterizedTest
    @CsvSource({"1, 0", "0.5, 0", "2, 0", "1, 0.3"})
    void theMeanGradientIsThatOfTheLikelihood(double factor, double sigma) {
        long seed = 9;
        double epsilon = 1;
        double dt = 0.02;
        double smooth = 0.25 + sigma * sigma;
        double k = factor * epsilon / smooth;
        Quadratic quadratic = Quadratic.diagonal((float) k, (float) k);
        PersistentContrastiveDivergence contrast = new PersistentContrastiveDivergence(
                epsilon, sigma, TemperatureSchedule.constant(epsilon), 400, 400, 12, dt, FOR_EVER);
        GaussianMixture truth = GaussianMixture.round(new double[][] {{0, 0}}, 0.5);
        Map<String, Tensor> kept = new HashMap<>();
        double gap = 0;
        double slope = 0;
        int counted = 0;
        for (int step = 0; step < 40; step++) {
            Samples data = truth.sample(400, Rng.of(seed).stream("data").at(step));
            Loss loss = contrast.prepare(
                    quadratic, new Given(data, data, kept), Rng.of(seed).at(step));
            kept.putAll(loss.kept());
            if (step >= 12) {
                gap += gap(loss);
                slope += slope(loss, k);
                counted++;
            }
        }
        double expected = factor - 1 / (1 - k * dt / 2);
        assertThat(gap / counted).as("seed %d", seed).isCloseTo(expected, within(0.06));
        assertThat(slope / counted).as("seed %d", seed).isCloseTo(gap / counted / k, within(1e-3));
    }

    /** d loss / dk of V = k|x|²/2. */
    private static double slope(Loss loss, double k) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(Tensor.of((float) k));
            Term term = loss.terms().get(0);
            Tensor sum = term.sum(x -> x.square().sumPerRow().times(leaf).times(0.5), 0, term.rows());
            return Autodiff.gradient(sum, leaf).item();
        }
    }

    /** -x² at a stiffness that throws everything but 0 out of the range of floats in a few steps. */
    @Test
    void chainsThatAreLostAreBornAgainAndCountForNothing() {
        PersistentContrastiveDivergence contrast =
                new PersistentContrastiveDivergence(1, 0, COLD, 6, 6, 10, 0.1, FOR_EVER);
        Potential cliff = x -> x.square().sumPerRow().times(-1e20);
        Map<String, Tensor> before =
                pool(line(0, 1, 0, -1, Float.NaN, Float.NEGATIVE_INFINITY), line(3, 3, 3, 3, 3, 3));
        Loss loss = contrast.prepare(cliff, new Given(line(42), line(0), before), Rng.of(2));
        assertThat(chains(loss)).containsExactly(0, 42, 0, 42, 42, 42);
        assertThat(ages(loss)).containsExactly(4, 0, 4, 0, 0, 0);
        assertThat(lost(loss)).isEqualTo(4);
        assertThat(points(loss).rows()).isEqualTo(1 + 2);
        assertThat(gap(loss)).isZero();
        assertThat(loss.evaluate(cliff).total()).isZero();
    }

    /** The largest coordinate is the source's 2, then the data's: chains may be as far as 20, or 50, on either side. */
    @ParameterizedTest
    @CsvSource({"2, 1", "2, -5", "1, 2", "-5, 2"})
    void chainsThatHaveRunAwayAreBornAgainAndCountForNothing(float source, float data) {
        PersistentContrastiveDivergence contrast =
                new PersistentContrastiveDivergence(1, 0, COLD, 5, 5, 1, 0.5, FOR_EVER);
        Potential slide = x -> x.sumPerRow().negate();
        float reach = 10 * Math.max(Math.abs(source), Math.abs(data));
        Samples before = Samples.of(new float[][] {
            {reach - 0.5f, 1}, {reach - 0.25f, 1}, {1, reach}, {-reach - 0.5f, -reach - 0.5f}, {-reach - 0.75f, 1}
        });
        Samples births = Samples.of(new float[][] {{source, 0}});
        Samples batch = Samples.of(new float[][] {{0, data}});
        Loss loss = contrast.prepare(slide, new Given(births, batch, pool(before, line(3, 3, 3, 3, 3))), Rng.of(2));
        assertThat(chains(loss)).containsExactly(reach, 1.5f, source, 0, source, 0, -reach, -reach, source, 0);
        assertThat(ages(loss)).containsExactly(3.5f, 0, 0, 3.5f, 0);
        assertThat(lost(loss)).isEqualTo(3);
        assertThat(points(loss).values()).containsExactlyInAnyOrder(0, data, reach, 1.5f, -reach, -reach);
        assertThat(gap(loss)).isCloseTo(-data - 0.5 * (-1.5 + reach), within(1e-4));
    }

    /** Two contrasts of different sizes in one plan would otherwise begin again at every turn, unseen. */
    @Test
    void chainsOfAnotherSizeAreRefusedInThreeSentences() {
        PersistentContrastiveDivergence contrast =
                new PersistentContrastiveDivergence(1, 0, COLD, 2, 2, 1, 0.5, FOR_EVER);
        Map<Map<String, Tensor>, String> others = Map.of(
                pool(line(1, 2, 3), line(5, 5, 5)), "3 chains of width 1",
                pool(line(1, 2, 3), line(5, 5)), "3 chains of width 1",
                pool(line(1), line(5)), "1 chains of width 1",
                pool(Samples.of(new float[][] {{1, 1}, {2, 2}}), line(5, 5)), "2 chains of width 2",
                pool(line(1, 2), line(5, 5, 5)), "3 chains of width 1",
                Map.of("chains", line(1, 2).tensor(Device.cpu())), "0 chains of width 1");
        others.forEach((before, told) -> {
            UsageException refused = catchThrowableOfType(
                    UsageException.class,
                    () -> contrast.prepare(FLAT, new Given(line(42), line(0), before), Rng.of(2)));
            assertThat(refused).as(told).isNotNull();
            assertThat(refused.happened())
                    .startsWith(told + " were kept")
                    .contains("but 2 of width 1 go on")
                    .endsWith(".");
            assertThat(refused.expected()).contains("share their chains").endsWith(".");
            assertThat(refused.remedy()).startsWith("Give ").endsWith(".");
        });
        Loss own = contrast.prepare(FLAT, new Given(line(42), line(0), pool(line(1, 2), line(5, 5))), Rng.of(2));
        assertThat(chains(own)).containsExactly(1, 2);
    }

    /** Five chains alone and as the first of eight: noise, endings and births of each are the same. */
    @Test
    void whatAChainDrawsDoesNotDependOnHowManyOthersThereAre() {
        Samples points = GaussianMixture.round(new double[][] {{0, 0}}, 1).sample(40, Rng.of(1));
        Samples source = points.slice(0, 32);
        Samples eight = points.slice(32, 40);
        Samples ages = line(2, 2, 2, 2, 2, 2, 2, 2);
        boolean ended = false;
        for (int seed = 0; seed < 20; seed++) {
            Loss few = warm(5).prepare(
                            FLAT, new Given(source, source, pool(eight.slice(0, 5), ages.slice(0, 5))), Rng.of(seed));
            Loss many = warm(8).prepare(FLAT, new Given(source, source, pool(eight, ages)), Rng.of(seed));
            assertThat(chains(few)).as("seed %d", seed).isEqualTo(Arrays.copyOf(chains(many), 10));
            assertThat(ages(few)).as("seed %d", seed).isEqualTo(Arrays.copyOf(ages(many), 5));
            assertThat(chains(few))
                    .as("seed %d", seed)
                    .doesNotContain(eight.slice(0, 5).values());
            for (float age : ages(few)) {
                ended |= age == 0;
            }
        }
        assertThat(ended).isTrue();
    }

    private static PersistentContrastiveDivergence warm(int chains) {
        return new PersistentContrastiveDivergence(
                0.3, 0, TemperatureSchedule.ramp(0.5, 0.3), chains, chains, 3, 0.1, 1.2);
    }

    /** A chain that is born draws no noise at temperature 0 in its first steps, and one that is lost draws an heir. */
    @Test
    void whatAChainDrawsDoesNotDependOnHowTheOthersFare() {
        Samples source = line(1, 2, 3, 4, 5);
        Loss plain = warm(3).prepare(FLAT, new Given(source, source, pool(line(1, 2, 3), line(2, 2, 2))), Rng.of(3));
        Loss young = warm(3).prepare(FLAT, new Given(source, source, pool(line(1, 2, 3), line(0, 2, 2))), Rng.of(3));
        Loss lost = warm(3).prepare(FLAT, new Given(source, source, pool(line(999, 2, 3), line(2, 2, 2))), Rng.of(3));
        assertThat(lost(lost)).isEqualTo(1);
        for (Loss other : List.of(young, lost)) {
            assertThat(Arrays.copyOfRange(chains(other), 1, 3)).isEqualTo(Arrays.copyOfRange(chains(plain), 1, 3));
            assertThat(chains(other)[0]).isNotEqualTo(chains(plain)[0]);
        }
    }

    /** Chains that start at one place and data that lie at one place part by noise, which is each one's own. */
    @Test
    void noiseDiffersFromChainToChainFromStepToStepAndFromRowToRow() {
        Samples twins = line(new float[60]);
        Samples data = line(new float[50]);
        PersistentContrastiveDivergence contrast = new PersistentContrastiveDivergence(
                0.3, 0.2, TemperatureSchedule.constant(0.3), 60, 60, 3, 0.1, Double.POSITIVE_INFINITY);
        float[] old = new float[60];
        Arrays.fill(old, 2);
        Loss loss = contrast.prepare(FLAT, new Given(line(1), data, pool(twins, line(old))), Rng.of(4));
        assertThat(lost(loss)).isZero();
        assertThat(points(loss).values()).hasSize(110).doesNotHaveDuplicates();
        assertThat(variance(chains(loss))).isCloseTo(3 * 2 * 0.1 * 0.3, within(0.08)); // 0.54 if steps drew the same
        assertThat(variance(Arrays.copyOf(points(loss).values(), 50))).isCloseTo(0.04, within(0.02));
    }

    /** As everywhere in this library: row i draws from the generator of its number. */
    @Test
    void theNoiseOfDataIsDrawnRowByRow() {
        Samples data = GaussianMixture.round(new double[][] {{0, 0}}, 1).sample(6, Rng.of(1));
        PersistentContrastiveDivergence contrast =
                new PersistentContrastiveDivergence(1, 0.3, COLD, 1, 1, 1, 0.5, FOR_EVER);
        Loss loss = contrast.prepare(FLAT, new Given(data, data, pool(data.slice(0, 1), line(2))), Rng.of(5));
        Rng own = Rng.of(5).stream("persistent").stream("data");
        for (int row = 0; row < 6; row++) {
            float[] z = Noise.normal(own, row, Shape.of(1, 2), Device.cpu()).floats();
            for (int i = 0; i < 2; i++) {
                assertThat(points(loss).row(row)[i]).isCloseTo(data.row(row)[i] + 0.3f * z[i], within(1e-6f));
            }
        }
    }

    @Test
    void theSameGeneratorGivesTheSameAndWhatWasKeptStaysAsItWas() {
        PersistentContrastiveDivergence contrast =
                new PersistentContrastiveDivergence(0.2, 0.1, TemperatureSchedule.constant(0.2), 50, 20, 5, 0.1, 2);
        Quadratic quadratic = Quadratic.diagonal(1, 3);
        GaussianMixture normal = GaussianMixture.round(new double[][] {{0, 0}}, 1);
        Samples positions = normal.sample(50, Rng.of(1));
        float[] old = new float[50];
        Arrays.fill(old, 2);
        Samples ages = line(old);
        float[] before = positions.values().clone();
        Given given = new Given(normal.sample(8, Rng.of(2)), normal.sample(8, Rng.of(3)), pool(positions, ages));
        float[] data = given.data().values().clone();
        float[] source = given.source().values().clone();
        Loss one = contrast.prepare(quadratic, given, Rng.of(5));
        assertThat(positions.values()).isEqualTo(before);
        assertThat(ages.values()).containsOnly(2);
        assertThat(given.data().values()).isEqualTo(data);
        assertThat(given.source().values()).isEqualTo(source);
        assertThat(chains(one)).isNotEqualTo(before);

        Loss same = contrast.prepare(quadratic, given, Rng.of(5));
        assertThat(chains(same)).isEqualTo(chains(one));
        assertThat(ages(same)).isEqualTo(ages(one));
        assertThat(gap(same)).isEqualTo(gap(one));
        assertThat(same.evaluate(quadratic).total())
                .isEqualTo(one.evaluate(quadratic).total());
        Loss other = contrast.prepare(quadratic, given, Rng.of(6));
        assertThat(chains(other)).isNotEqualTo(chains(one));
        assertThat(gap(other)).isNotEqualTo(gap(one));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 8, 4, 5, 0.1, 2",
        "-1, 0, 8, 4, 5, 0.1, 2",
        "NaN, 0, 8, 4, 5, 0.1, 2",
        "Infinity, 0, 8, 4, 5, 0.1, 2",
        "1, -0.1, 8, 4, 5, 0.1, 2",
        "1, NaN, 8, 4, 5, 0.1, 2",
        "1, Infinity, 8, 4, 5, 0.1, 2",
        "1, 0, 0, 0, 5, 0.1, 2",
        "1, 0, 8, 0, 5, 0.1, 2",
        "1, 0, 8, 9, 5, 0.1, 2",
        "1, 0, 8, 4, 0, 0.1, 2",
        "1, 0, 8, 4, 5, 0, 2",
        "1, 0, 8, 4, 5, NaN, 2",
        "1, 0, 8, 4, 5, Infinity, Infinity",
        "1, 0, 8, 4, 5, 0.1, 0.5",
        "1, 0, 8, 4, 5, 0.1, NaN"
    })
    void senselessNumbersAreRefusedInThreeSentences(
            double epsilon, double sigma, int chains, int advanced, int steps, double dt, double lifetime) {
        UsageException refused = catchThrowableOfType(
                UsageException.class,
                () -> new PersistentContrastiveDivergence(epsilon, sigma, COLD, chains, advanced, steps, dt, lifetime));
        assertThat(refused).isNotNull();
        assertThat(refused.happened())
                .contains("ε = " + epsilon, "σ = " + sigma, chains + " chains", " " + advanced + " take ")
                .contains(steps + " steps of " + dt, "mean age of " + lifetime)
                .endsWith(".");
        assertThat(refused.expected())
                .contains("σ is zero or more", "live longer")
                .endsWith(".");
        assertThat(refused.remedy()).startsWith("Choose ").endsWith(".");
        new PersistentContrastiveDivergence(1, 0, COLD, 8, 8, 5, 0.1, Double.POSITIVE_INFINITY); // all move, none ends
    }
}
