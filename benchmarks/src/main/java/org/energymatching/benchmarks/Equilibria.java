package org.energymatching.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.energymatching.Density;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.PlanarShape;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.density.EquilibriumDensity;
import org.energymatching.density.Gaussian;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.KernelDensity;
import org.energymatching.density.LogPartition;
import org.energymatching.density.Quadrature;
import org.energymatching.error.FailedException;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.potential.ConfinedPotential;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.objective.DenoisingScoreMatching;
import org.energymatching.objective.EnergyWeight;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.NoiseContrastiveEstimation;
import org.energymatching.objective.Objective;
import org.energymatching.objective.StationarityLoss;
import org.energymatching.objective.TransportEndpointLoss;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.LearningRate;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.training.Phase;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;

/**
 * Whether the equilibrium of a potential is the density of its data, with the settings of the recipe toy2d-equilibrium
 * throughout: densities in the plane, and mixtures of Gaussians in 8, 32 and 64 dimensions.
 */
public final class Equilibria {

    private static final double EPSILON = 0.15;
    private static final TemperatureSchedule TEMPERATURE = TemperatureSchedule.ramp(0.8, EPSILON);
    private static final double[] TIMES = {1, 2, 4, 10, 20, 50};
    private static final int CHAINS = 4_000;
    private static final int FRESH = 10_000;
    private static final int BANDWIDTH_ROWS = 5_000;

    private Equilibria() {}

    /** Data, where they start from, how many modes they have and in which a point lies. */
    private record Case(
            String name, Distribution data, Distribution source, double[] weights, ToIntFunction<float[]> mode) {}

    /** Runs {@code [part of a case's name] [seed]}. */
    public static void main(String[] args) {
        Surroundings.lines().forEach(System.out::println);
        String part = args.length > 0 ? args[0] : "";
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 0;
        say(
                "%-14s %9s %8s %8s   energy distance at t = %s   weights",
                "data", "seconds", "nats", "truth", Arrays.toString(TIMES));
        cases().stream().filter(one -> one.name().contains(part)).forEach(one -> measure(one, seed));
    }

    private static List<Case> cases() {
        ToIntFunction<float[]> one = x -> 0;
        double[] whole = {1};
        StandardNormal plane = StandardNormal.of(2);
        return List.of(
                new Case("moons", TwoMoons.create(), EightGaussians.create(), even(2), Equilibria::moon),
                new Case("rings", PlanarShape.RINGS, plane, even(4), Equilibria::ring),
                new Case("checkerboard", PlanarShape.CHECKERBOARD, plane, even(2), x -> x[0] < 0 ? 0 : 1),
                new Case("pinwheel", PlanarShape.PINWHEEL, plane, whole, one),
                new Case("spiral", PlanarShape.SPIRAL, plane, whole, one),
                new Case("unbalanced", PlanarShape.UNBALANCED, plane, new double[] {0.9, 0.1}, x -> x[0] < 1 ? 0 : 1),
                mixture(8),
                mixture(32),
                mixture(64));
    }

    private static double[] even(int modes) {
        double[] weights = new double[modes];
        Arrays.fill(weights, 1.0 / modes);
        return weights;
    }

    /** The moon whose arc, through the middle of its noise, is nearer. */
    private static int moon(float[] x) {
        double across = (x[0] + 1) / 3 - 0.1;
        double up = (x[1] + 1) / 3 - 0.1;
        double[] nearest = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        for (int i = 0; i <= 60; i++) {
            double cos = Math.cos(Math.PI * i / 60);
            double sin = Math.sin(Math.PI * i / 60);
            nearest[0] = Math.min(nearest[0], Math.hypot(across - cos, up - sin));
            nearest[1] = Math.min(nearest[1], Math.hypot(across - 1 + cos, up - 0.5 + sin));
        }
        return nearest[0] < nearest[1] ? 0 : 1;
    }

    private static int ring(float[] x) {
        return Math.max(0, Math.min(3, (int) Math.rint(Math.hypot(x[0], x[1]) / 0.5) - 1));
    }

    /** Four Gaussians of unequal weights whose centres lie 3 from the middle, in deviations of .5. */
    private static Case mixture(int d) {
        Rng rng = Rng.of(d);
        double[][] centres = new double[4][d];
        for (double[] centre : centres) {
            Arrays.setAll(centre, j -> rng.nextGaussian());
            double length = Math.sqrt(Arrays.stream(centre).map(c -> c * c).sum());
            Arrays.setAll(centre, j -> 3 * centre[j] / length);
        }
        double[] weights = {0.4, 0.3, 0.2, 0.1};
        List<Gaussian> components = GaussianMixture.round(centres, 0.5).components();
        return new Case(
                "mixture-" + d,
                new GaussianMixture(weights, components),
                StandardNormal.of(d),
                weights,
                x -> IntStream.range(0, 4)
                        .boxed()
                        .min((a, b) -> Double.compare(distance(x, centres[a]), distance(x, centres[b])))
                        .orElseThrow());
    }

    private static double distance(float[] x, double[] centre) {
        return IntStream.range(0, x.length)
                .mapToDouble(j -> (x[j] - centre[j]) * (x[j] - centre[j]))
                .sum();
    }

    private static TrainingPlan plan(Case one, long seed) {
        FlowMatching flow = new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.none());
        Rng rng = Rng.of(seed).stream("density");
        Samples rows = one.data().sample(5_000, rng.stream("rows"));
        Objective gated = flow.where(EnergyWeight.awayFromData(EPSILON, 2, 0.5));
        Objective density = new DenoisingScoreMatching(EPSILON, 0.1)
                .times(3)
                .plus(NoiseContrastiveEstimation.withMixture(EPSILON, rows, 24, 2, rng.stream("fit"))
                        .times(4));
        Architecture network = Mlp.of(one.data().shape().length(), 256, 256, 256, 256);
        double farthest = Math.max(
                rows.farthest(),
                one.source().sample(rows.rows(), rng.stream("source")).farthest());
        TimeGrid unit = new TimeGrid(1, 0.04);
        Objective arrival = new TransportEndpointLoss(TEMPERATURE, unit, 256).times(120);
        Objective stationarity = new StationarityLoss(EPSILON, unit, 256).times(90);
        return TrainingPlan.builder()
                .network(new ConfinedPotential(network, 1.2 * farthest))
                .from(one.source())
                .to(one.data())
                .seed(seed)
                .phase(new Phase("warm-up", 3_000, flow, 0, rate(1e-3)))
                .phase(new Phase("density", 4_000, gated.plus(density), 0.999, rate(1e-3)))
                .phase(new Phase(
                        "arrival", 4_000, gated.times(0.3).plus(density).plus(arrival), 0.998, rate(1.5e-3)))
                .phase(new Phase(
                        "settle",
                        1_000,
                        gated.times(0.3).plus(density).plus(arrival.times(0.5)).plus(stationarity),
                        0.995,
                        rate(5e-4)))
                .build();
    }

    private static Potential train(Case one, long seed) {
        try (Temporary folder = Temporary.folder()) {
            return Trainer.of(plan(one, seed), new RunDirectory(folder.path()))
                    .fit()
                    .potential();
        }
    }

    private static LearningRate rate(double highest) {
        return LearningRate.cosine(highest).warmedUpOver(200);
    }

    private static void measure(Case one, long seed) {
        long start = System.nanoTime();
        Potential potential = train(one, seed);
        double seconds = (System.nanoTime() - start) / 1e9;
        Samples fresh = one.data().sample(FRESH, Rng.of(seed).stream("fresh"));
        String nats = nats(potential, one.data(), fresh);
        Trajectory chains = new Sampler(
                        Kernel.eulerMaruyama(), TEMPERATURE, new TimeGrid(TIMES[TIMES.length - 1], 0.01))
                .trajectory(Target.of(potential), one.source(), CHAINS, seed, TIMES);
        StringBuilder distances = new StringBuilder();
        for (Samples state : chains.states()) {
            distances.append(String.format(Locale.ROOT, " %.4f", EnergyDistance.between(state, fresh)));
        }
        StringBuilder weights = new StringBuilder();
        int[] found = new int[one.weights().length];
        for (int i = 0; i < CHAINS; i++) {
            found[one.mode().applyAsInt(chains.last().row(i))]++;
        }
        for (int k = 0; k < found.length; k++) {
            weights.append(String.format(Locale.ROOT, " %.3f (%.2f)", found[k] / (double) CHAINS, one.weights()[k]));
        }
        say("%-14s %9.0f %8s %8.3f  %s  %s", one.name(), seconds, nats, truth(one.data(), fresh), distances, weights);
    }

    /** The negative log-likelihood at equilibrium, or that there is none, where V falls beyond the data. */
    private static String nats(Potential potential, Distribution data, Samples fresh) {
        try {
            double nats = -new EquilibriumDensity(potential, EPSILON, logPartition(potential, data, fresh))
                    .of(fresh)
                    .mean();
            return String.format(Locale.ROOT, "%.3f", nats);
        } catch (FailedException endless) {
            return "endless";
        }
    }

    /** By quadrature in the plane; elsewhere log mean exp(-V/ε) / p under the known density p. */
    private static LogPartition logPartition(Potential potential, Distribution data, Samples fresh) {
        if (!(data instanceof Density known)) {
            return Quadrature.of(EquilibriumDensity.unnormalised(potential, EPSILON), fresh)
                    .logPartition();
        }
        double[] log = EquilibriumDensity.unnormalised(potential, EPSILON).apply(fresh);
        double[] p = known.logDensities(fresh);
        double[] ratios =
                IntStream.range(0, log.length).mapToDouble(i -> log[i] - p[i]).toArray();
        double highest = Arrays.stream(ratios).max().orElseThrow();
        double mean =
                Arrays.stream(ratios).map(r -> Math.exp(r - highest)).average().orElseThrow();
        return new LogPartition(highest + Math.log(mean), 0);
    }

    /** The data's own negative log-likelihood where it is known, that of a kernel density estimate where it is not. */
    private static double truth(Distribution data, Samples fresh) {
        Density density = data instanceof Density known
                ? known
                : new KernelDensity(data.sample(BANDWIDTH_ROWS, Rng.of(77)), data instanceof TwoMoons ? 0.1 : 0.05);
        return -Arrays.stream(density.logDensities(fresh)).average().orElseThrow();
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
        System.out.flush();
    }
}
