package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;

/** On data from N(0, 1), whose energy at temperature ε is ε‖x‖²/2. */
class StationarityLossTest {

    private static final long SEED = 3;
    private static final double EPSILON = 0.5;

    private static Potential stiffness(Tensor theta) {
        return x -> x.square().sumPerRow().times(theta).times(0.5);
    }

    private static Potential stiffness(double theta) {
        return x -> stiffness(Tensor.of((float) theta)).energy(x);
    }

    /** Independent data for every pass, and nothing to start from. */
    private static Batches normal(int rows) {
        Map<String, Batch> drawn = new HashMap<>();
        return pass -> drawn.computeIfAbsent(pass, name -> {
            Samples data = StandardNormal.of(2).sample(rows, Rng.of(SEED).stream(name));
            return Batch.of(new Samples(new float[2 * rows], data.shape()), data, Device.cpu());
        });
    }

    private static double value(double theta, int rows) {
        return new StationarityLoss(EPSILON, new TimeGrid(2, 0.05), 1)
                .prepare(stiffness(theta), normal(rows), Rng.of(SEED))
                .evaluate(stiffness(theta))
                .total();
    }

    @Test
    void isLeastWhereTheDataAreAtRest() {
        double atRest = value(EPSILON, 2_000);
        assertThat(value(0.5 * EPSILON, 2_000)).as("seed %d", SEED).isGreaterThan(atRest + 0.01);
        assertThat(value(2 * EPSILON, 2_000)).as("seed %d", SEED).isGreaterThan(atRest + 0.01);
        double spread = 2 * Math.sqrt(Math.PI) / 2;
        assertThat(atRest)
                .as("the mean distance of two points of N(0, 1) in the plane is √π")
                .isCloseTo(spread, within(0.02));
    }

    @Test
    void theAdjointIsTheDerivativeOfWhereChainsEnd() {
        double theta = 1.3;
        Loss loss = new StationarityLoss(EPSILON, new TimeGrid(0.9, 0.1), 60_000)
                .prepare(stiffness(theta), normal(32), Rng.of(SEED));
        double adjoint;
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(Tensor.of((float) theta));
            Term term = loss.terms().get(0);
            adjoint = Autodiff.gradient(
                            term.sum(stiffness(leaf), 0, term.rows()).sum(), leaf)
                    .item();
        }
        double difference = (at(theta + 0.02) - at(theta - 0.02)) / 0.04;
        assertThat(adjoint).as("seed %d", SEED).isCloseTo(difference, within(0.03 * Math.abs(difference)));
        assertThat(difference).as("too stiff: the loss grows with θ").isGreaterThan(0.05);
    }

    private static double at(double theta) {
        return new StationarityLoss(EPSILON, new TimeGrid(0.9, 0.1), 1)
                .prepare(stiffness(theta), normal(32), Rng.of(SEED))
                .evaluate(stiffness(theta))
                .total();
    }

    /** Under V = -(x + y), at no temperature, each stretch carries a chain by one along either axis. */
    private static final Potential HILL = x -> x.sumPerRow().times(-1);

    private static Batches keeping(Samples kept) {
        Batches normal = normal(8);
        Tensor chains = kept.tensor(Device.cpu());
        return new Batches() {
            @Override
            public Batch of(String pass) {
                return normal.of(pass);
            }

            @Override
            public Optional<Tensor> kept(String name) {
                return Optional.of(chains).filter(those -> name.equals("stationary"));
            }
        };
    }

    private static Samples kept(StationarityLoss loss, Batches batches) {
        return kept(loss.prepare(HILL, batches, Rng.of(SEED)));
    }

    private static Samples kept(Loss loss) {
        return Samples.of(Objects.requireNonNull(loss.kept().get("stationary")));
    }

    @Test
    void chainsThatLiveLongGoOnFromWhereTheyWereLeft() {
        StationarityLoss loss = new StationarityLoss(0, new TimeGrid(1, 0.25), 8, 8, 1e9);
        Samples births = normal(8).of("stationarity.start").dataValues();
        Samples once = kept(loss, normal(8));
        Samples twice = kept(loss, keeping(once));
        for (int i = 0; i < births.values().length; i++) {
            assertThat(once.values()[i]).isCloseTo(births.values()[i] + 1, within(1e-4f));
            assertThat(twice.values()[i]).isCloseTo(births.values()[i] + 2, within(1e-4f));
        }
    }

    @Test
    void moreChainsThanMoveTakeTurns() {
        StationarityLoss loss = new StationarityLoss(0, new TimeGrid(1, 0.25), 8, 40, 1e9);
        Samples before = kept(loss, normal(8));
        Samples after = kept(loss, keeping(before));
        long moved = IntStream.range(0, 40)
                .filter(row -> !Arrays.equals(before.row(row), after.row(row)))
                .count();
        assertThat(before.rows()).isEqualTo(40);
        assertThat(moved).isEqualTo(8);
    }

    @Test
    void lostChainsStartAgainAtData() {
        StationarityLoss loss = new StationarityLoss(0, new TimeGrid(1, 0.25), 8, 8, 1e9);
        float[] lost = new float[16];
        Arrays.fill(lost, 0, 8, Float.NaN);
        Arrays.fill(lost, 8, 16, 1e6f);
        Loss next = loss.prepare(HILL, keeping(new Samples(lost, Shape.of(8, 2))), Rng.of(SEED));
        assertThat(next.evaluate(HILL).total()).isFinite();
        for (float value : kept(next).values()) {
            assertThat(Math.abs(value)).isLessThan(10);
        }
    }

    /** V = -‖x‖⁴/4 throws chains that begin beyond a radius of about 1 out within a few steps. */
    @Test
    void chainsThatRunAwayWithinTheStepsCountForNothing() {
        Potential cliff = x -> x.square().sumPerRow().square().times(-0.25);
        StationarityLoss loss = new StationarityLoss(0.01, new TimeGrid(2, 0.5), 64);
        Loss prepared = loss.prepare(cliff, normal(64), Rng.of(SEED));
        LossReport report = prepared.evaluate(cliff);
        assertThat(report.total()).as("seed %d", SEED).isFinite();
        assertThat(report.measured().get("stationarityLost")).isBetween(1.0, 63.0);
    }

    @Test
    void othersChainsAreRefused() {
        StationarityLoss loss = new StationarityLoss(0, new TimeGrid(1, 0.25), 8, 8, 10);
        Batches foreign = keeping(new Samples(new float[14], Shape.of(7, 2)));
        assertThatThrownBy(() -> loss.prepare(HILL, foreign, Rng.of(SEED)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("7 chains of width 2");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new StationarityLoss(0.1, new TimeGrid(1, 0.1), 8, 0, 10))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("0 chains");
        assertThatThrownBy(() -> new StationarityLoss(0.1, new TimeGrid(1, 0.1), 8, 8, 0))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("lifetime of 0");
        assertThatThrownBy(() -> new StationarityLoss(-0.1, new TimeGrid(1, 0.1), 8))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("temperature");
        assertThatThrownBy(() -> new StationarityLoss(0.1, new TimeGrid(1, 0.1), 0))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("stationarity");
    }

    @Test
    void nothingNativeIsLeftBehind() {
        StationarityLoss loss = new StationarityLoss(EPSILON, new TimeGrid(0.5, 0.1), 8);
        Batches batches = normal(32);
        loss.evaluate(stiffness(0.5), batches, Rng.of(SEED));
        Leaks.assertNone(5, 10, () -> {
            try (Scope scope = Scope.open()) {
                loss.evaluate(stiffness(0.5), batches, Rng.of(SEED));
            }
        });
    }
}
