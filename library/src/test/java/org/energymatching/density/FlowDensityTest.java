package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Density;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Activation;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowDensityTest {

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    /** V = ½ Σ a_i x_i² carries N(0, 1) to N(0, e^(-2a)) in every coordinate; a reaches from -0.5 to 2.5. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 50})
    void bowlsCarryNoiseToAKnownGaussian(int d) {
        float[] a = curvatures(d);
        Samples x = atTheEnd(a, 30, 7);
        double[] expected = exact(a, x);
        FlowLikelihood found =
                FlowDensity.of(Quadratic.diagonal(a), StandardNormal.of(d)).of(x, Rng.of(1));
        assertThat(found.logDensities()).containsExactly(expected, within(1e-3));
        assertThat(found.standardErrors()).containsOnly(0);
        assertThat(found.roundTrip()).isLessThan(1e-4);
        for (int i = 0; i < 30 * d; i++) {
            double origin = x.values()[i] * Math.exp(a[i % d]);
            assertThat((double) found.origins().values()[i]).as("number %d", i).isCloseTo(origin, within(1e-3));
        }
    }

    @Test
    void aSourceThatIsNoBowlKeepsItsForm() {
        Quadratic v = Quadratic.diagonal(1, 1);
        Samples x = new Samples(new float[] {1.8f, 0.1f, 0, 0, -1, 1.5f}, Shape.of(3, 2));
        float[] upwards = x.values().clone();
        for (int i = 0; i < upwards.length; i++) {
            upwards[i] *= (float) Math.E;
        }
        double[] expected = EightGaussians.create().logDensities(new Samples(upwards, x.shape()));
        double[] found =
                FlowDensity.of(v, EightGaussians.create()).of(x, Rng.of(1)).logDensities();
        for (int i = 0; i < 3; i++) {
            assertThat(found[i]).isCloseTo(expected[i] + 2, within(1e-3));
        }
    }

    /** V = ¼(1 - x²)², so dx/dt = x - x³, which has a solution in closed form. */
    @Test
    void aFlowThatBendsHasItsKnownDensity() {
        Potential wells = x -> x.square().minus(1).square().sumPerRow().times(0.25);
        Samples x = new Samples(new float[] {-0.95f, -0.4f, 0.02f, 0.7f, 1.02f}, Shape.of(5, 1));
        FlowLikelihood found =
                FlowDensity.of(wells, StandardNormal.of(1)).to(1e-6).of(x, Rng.of(1));
        for (int i = 0; i < 5; i++) {
            // x(t) = x₀ eᵗ / √(1 + x₀² (e²ᵗ - 1)), so x₀ = y e⁻¹ / √(1 - y² (1 - e⁻²)), dx₀/dy = e⁻¹ (1 - y² (1 -
            // e⁻²))^(-3/2)
            double y = x.values()[i];
            double s = 1 - y * y * (1 - Math.exp(-2));
            double origin = y * Math.exp(-1) / Math.sqrt(s);
            double expected = -0.5 * origin * origin - 0.5 * LOG_TWO_PI - 1 - 1.5 * Math.log(s);
            assertThat(found.logDensities()[i]).as("x = %s", y).isCloseTo(expected, within(1e-3));
        }
    }

    /** What a network's flow carries the source to has a density that integrates to one. */
    @Test
    void theDensityOfANetworksFlowIntegratesToOne() {
        try (Network network = network(Activation.SILU)) {
            Potential v = Potential.of(network).times(20);
            assertThat(mass(v, Laplacian.exact(), 1e-4)).isCloseTo(1, within(0.01));
        }
    }

    /** ReLU bends V along lines, which derivatives overlook: only differences of the slope see them. */
    @Test
    void bendsCountForTheDensity() {
        Potential bent = x -> {
            Tensor first = x.slice(1, 0, 1);
            return first.relu().times(-1).minus(first).sumPerRow();
        };
        // The speed is 1 left of zero and 2 right of it: a point at 1 began at -½, and its density was halved.
        Samples x = new Samples(new float[] {1}, Shape.of(1, 1));
        double began = -0.125 - 0.5 * LOG_TWO_PI;
        FlowDensity flow = FlowDensity.of(bent, StandardNormal.of(1)).to(1e-4);
        assertThat(flow.of(x, Rng.of(1)).logDensities()[0]).isCloseTo(began, within(5e-3));
        double differences =
                flow.with(Laplacian.differences(0.02)).of(x, Rng.of(1)).logDensities()[0];
        assertThat(differences)
                .as("-log 2, but for (log 2)³/6")
                .isCloseTo(began - 0.75, within(0.01))
                .isCloseTo(began - Math.log(2), within(0.07));
    }

    @Test
    void differencesAreDerivativesWhereThereAreAny() {
        float[] a = curvatures(3);
        Samples x = atTheEnd(a, 5, 3);
        FlowLikelihood found = FlowDensity.of(Quadratic.diagonal(a), StandardNormal.of(3))
                .with(Laplacian.differences(0.05))
                .of(x, Rng.of(1));
        assertThat(found.logDensities()).containsExactly(exact(a, x), within(2e-3));
    }

    /** Of the deviations from the truth, in units of their error bars, the mean square is about one. */
    @Test
    void theErrorBarsOfRandomProbesCoverTheTruth() {
        int d = 20;
        int n = 128;
        Quadratic v = entangled(d, 5);
        Samples x = StandardNormal.of(d).sample(n, Rng.of(6));
        FlowDensity flow = FlowDensity.of(v, StandardNormal.of(d)).to(1e-4);
        double[] exact = flow.of(x, Rng.of(1)).logDensities();
        FlowLikelihood probed = flow.with(Laplacian.hutchinson(16)).of(x, Rng.of(7));
        double square = 0;
        for (int i = 0; i < n; i++) {
            double off = (probed.logDensities()[i] - exact[i]) / probed.standardErrors()[i];
            square += off * off / n;
        }
        // Student's t with 15 degrees of freedom has the variance 15/13.
        assertThat(square).isBetween(0.7, 1.8);
        LogLikelihood mean = probed.logLikelihood();
        double truth = Arrays.stream(exact).average().orElseThrow();
        assertThat(mean.mean()).isCloseTo(truth, within(3 * mean.standardError()));
    }

    @Test
    void aRowIsTheSameInAnyCompany() {
        float[] a = curvatures(2);
        Quadratic v = Quadratic.diagonal(a);
        Samples x = atTheEnd(a, 70, 4);
        for (Laplacian laplacian : List.of(Laplacian.exact(), Laplacian.hutchinson(3), Laplacian.differences(0.1))) {
            FlowDensity flow = FlowDensity.of(v, StandardNormal.of(2)).with(laplacian);
            double[] all = flow.of(x, Rng.of(9)).logDensities();
            double[] some = flow.of(x.slice(0, 66), Rng.of(9)).logDensities();
            assertThat(some).as("%s", laplacian).isEqualTo(Arrays.copyOf(all, 66));
            double[] few = flow.of(x.slice(0, 3), Rng.of(9)).logDensities();
            assertThat(few).as("%s", laplacian).isEqualTo(Arrays.copyOf(all, 3));
        }
    }

    /** A row on a curved slope takes many steps; one at rest beside it takes them no shorter for that. */
    @Test
    void everyRowHasItsOwnSteps() {
        Potential waves = x -> x.times(10).cos().sumPerRow().times(-0.2);
        Samples x = new Samples(new float[] {0, 0.1f}, Shape.of(2, 1));
        int[] steps =
                FlowDensity.of(waves, StandardNormal.of(1)).of(x, Rng.of(1)).steps();
        assertThat(steps[0]).isLessThan(steps[1] / 2);
    }

    @Test
    void aRowThatRunsAwayIsLostAndTheOthersStay() {
        Potential quartic = x -> x.square().square().sumPerRow();
        Samples x = new Samples(new float[] {0.01f, 5, 0.02f}, Shape.of(3, 1));
        FlowDensity flow = FlowDensity.of(quartic, StandardNormal.of(1));
        FlowLikelihood found = flow.of(x, Rng.of(1));
        assertThat(found.lost()).containsExactly(1);
        assertThat(found.logLikelihood().nats()).hasSize(2);
        double[] alone = flow.of(x.pick(0, 2), Rng.of(1)).logDensities();
        assertThat(found.logLikelihood().nats()).containsExactly(alone, within(1e-9));
        assertThatThrownBy(() -> flow.of(x.pick(1), Rng.of(1)))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("row 0")
                .hasMessageContaining("t = ");
        Potential broken = v -> v.sqrt().sumPerRow();
        Samples negative = new Samples(new float[] {-1}, Shape.of(1, 1));
        assertThatThrownBy(() -> FlowDensity.of(broken, StandardNormal.of(1)).of(negative, Rng.of(1)))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("row 0");
    }

    @Test
    void senselessRequestsAreRefused() {
        assertThatThrownBy(() -> FlowDensity.densityOf(TwoMoons.create()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("TwoMoons");
        Dataset points = new Dataset(StandardNormal.of(2).sample(5, Rng.of(1)));
        assertThatThrownBy(() -> FlowDensity.densityOf(points)).isInstanceOf(UsageException.class);
        Density normal = FlowDensity.densityOf(StandardNormal.of(2));
        FlowDensity flow = FlowDensity.of(Quadratic.diagonal(1, 1), normal);
        assertThatThrownBy(() -> flow.of(StandardNormal.of(3).sample(2, Rng.of(1)), Rng.of(1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> flow.to(0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> flow.to(Double.NaN)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Laplacian.hutchinson(1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Laplacian.differences(0)).isInstanceOf(UsageException.class);
    }

    @Test
    void nothingIsLeftInNativeMemory() {
        Samples x = StandardNormal.of(2).sample(4, Rng.of(1));
        FlowDensity flow =
                FlowDensity.of(Quadratic.diagonal(1, 2), StandardNormal.of(2)).to(1e-2);
        List<FlowDensity> ways =
                List.of(flow, flow.with(Laplacian.hutchinson(2)), flow.with(Laplacian.differences(0.1)));
        Leaks.assertNone(5, 20, () -> ways.forEach(way -> way.of(x, Rng.of(1))));
    }

    private static double mass(Potential v, Laplacian laplacian, double tolerance) {
        Samples ends = new Sampler(
                        Kernel.heun(),
                        TemperatureSchedule.constant(0),
                        TimeGrid.to(1).step(0.05))
                .sample(Target.of(v), StandardNormal.of(2), 1_000, 3);
        Density around = new KernelDensity(ends, 0.4);
        Samples x = around.sample(512, Rng.of(5));
        double[] q = around.logDensities(x);
        double[] p = new FlowDensity(v, StandardNormal.of(2), laplacian, tolerance)
                .of(x, Rng.of(1))
                .logDensities();
        double mass = 0;
        for (int i = 0; i < q.length; i++) {
            mass += Math.exp(p[i] - q[i]) / q.length;
        }
        return mass;
    }

    private static Network network(Activation first) {
        Mlp mlp = Mlp.of(2, 32, 32).first(first);
        return new Network(mlp, Parameters.initial(mlp.parameters(), Rng.of(3)));
    }

    private static float[] curvatures(int d) {
        float[] a = new float[d];
        for (int i = 0; i < d; i++) {
            a[i] = -0.5f + 3f * (i + 1) / d;
        }
        return a;
    }

    /** Where the flow carries draws of the source. */
    private static Samples atTheEnd(float[] a, int n, long seed) {
        Samples x = StandardNormal.of(a.length).sample(n, Rng.of(seed));
        for (int i = 0; i < x.values().length; i++) {
            x.values()[i] *= (float) Math.exp(-a[i % a.length]);
        }
        return x;
    }

    private static double[] exact(float[] a, Samples x) {
        double[] logs = new double[x.rows()];
        for (int i = 0; i < x.values().length; i++) {
            double origin = x.values()[i] * Math.exp(a[i % a.length]);
            logs[i / a.length] += -0.5 * origin * origin - 0.5 * LOG_TWO_PI + a[i % a.length];
        }
        return logs;
    }

    /** A quadratic whose Hessian has as much beside its diagonal as on it. */
    private static Quadratic entangled(int d, long seed) {
        float[] matrix = new float[d * d];
        Rng rng = Rng.of(seed);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i * d + j] = (float) (0.1 * rng.nextGaussian() + (i == j ? 0.5 : 0));
                matrix[j * d + i] = matrix[i * d + j];
            }
        }
        return new Quadratic(matrix, d);
    }
}
