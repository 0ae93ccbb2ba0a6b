package org.energymatching.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.density.GaussianMixture;
import org.energymatching.interpolant.Course;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.interpolant.TimeDistribution;
import org.energymatching.metric.EnergyDistance;
import org.energymatching.metric.Straightness;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.objective.Batch;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Objective;
import org.energymatching.objective.Reflow;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.LearningRate;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;

/**
 * Couplings, times and courses of flow matching beside one another, each changed alone from exact, uniform and straight: {@code paths
 * [seed] [steps]}. For moons from eight Gaussians and eight Gaussians in 8 dimensions from noise: the loss at the end, the
 * straightness of the noiseless flow, its energy distance to fresh data after so many steps of Euler's method to t = 1, and the
 * fewest steps with at most 1.1 times the distance of 100.
 */
record Paths(String name, Distribution source, Distribution data, long seed, int steps) {

    private static final int STEPS = 3_000;
    private static final int BATCH = 128;
    private static final int LOSSES = 40;
    private static final int CHAINS = 4_000;
    private static final int[] SHOWN = {5, 10, 20, 50};
    private static final int FINEST = 100;
    private static final int[] TRIED = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 25, 30, 35, 40, 50, 60, 80, FINEST
    };
    private static final int TEACHER_STEPS = 20;
    private static final Interpolant STRAIGHT = Interpolant.straight(0);

    /** Runs {@code [seed] [steps]}. */
    public static void main(String[] args) {
        Surroundings.lines().forEach(System.out::println);
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 0;
        int steps = args.length > 1 ? Integer.parseInt(args[1]) : STEPS;
        say(
                "%-10s %-22s %7s %9s %13s  energy distance at %s steps  %6s",
                "data",
                "changed",
                "seconds",
                "loss",
                "straightness",
                Arrays.stream(SHOWN).mapToObj(String::valueOf).collect(Collectors.joining(", ")),
                "within 10 %");
        new Paths("moons", EightGaussians.create(), TwoMoons.create(), seed, steps).all();
        new Paths("mixture-8", StandardNormal.of(8), mixture(), seed, steps).all();
    }

    /** Eight Gaussians of deviation .5 whose centres lie 3 from the middle. */
    private static Distribution mixture() {
        Rng rng = Rng.of(8);
        double[][] centres = new double[8][8];
        for (double[] centre : centres) {
            Arrays.setAll(centre, j -> rng.nextGaussian());
            double length = Math.sqrt(Arrays.stream(centre).map(c -> c * c).sum());
            Arrays.setAll(centre, j -> 3 * centre[j] / length);
        }
        return GaussianMixture.round(centres, 0.5);
    }

    private void all() {
        paired("nothing (exact)", Coupling.exactOt());
        Potential teacher = paired("independent", Coupling.independent());
        paired("greedy", Coupling.greedyOt());
        paired("sinkhorn .05", Coupling.sinkhorn(0.05));
        paired("unbalanced .05, 1", Coupling.sinkhorn(0.05, 1));
        measured("reflow of independent", new Reflow(teacher, TEACHER_STEPS, STRAIGHT, FlowWeight.none()));
        along("logit-normal", Course.STRAIGHT, TimeDistribution.logitNormal(0, 1));
        along("edm", Course.STRAIGHT, TimeDistribution.edm());
        along("cosine", Course.COSINE, TimeDistribution.uniform());
        along("variance-preserving", Course.VARIANCE_PRESERVING, TimeDistribution.uniform());
    }

    private Potential paired(String changed, Coupling coupling) {
        return measured(changed, new FlowMatching(coupling, STRAIGHT, FlowWeight.none()));
    }

    private void along(String changed, Course course, TimeDistribution times) {
        measured(changed, new FlowMatching(Coupling.exactOt(), Interpolant.along(course, times, 0), FlowWeight.none()));
    }

    /** Trains with an objective and prints a line. */
    private Potential measured(String changed, Objective objective) {
        long start = System.nanoTime();
        Potential potential = trained(objective);
        double seconds = (System.nanoTime() - start) / 1e9;
        Samples fresh = data.sample(CHAINS, Rng.of(seed).stream("fresh"));
        Map<Integer, Double> distances = new TreeMap<>();
        for (int count : TRIED) {
            distances.put(
                    count, EnergyDistance.between(flow(potential, count, 1).last(), fresh));
        }
        double finest = distances.getOrDefault(FINEST, Double.NaN);
        double enough = finest + 0.1 * Math.abs(finest);
        double[] times = IntStream.rangeClosed(0, FINEST)
                .mapToDouble(k -> (double) k / FINEST)
                .toArray();
        say(
                "%-10s %-22s %7.0f %9.4f %13.4f  %s %11d",
                name,
                changed,
                seconds,
                loss(objective, potential),
                Straightness.of(flow(potential, FINEST, times)),
                Arrays.stream(SHOWN)
                        .mapToObj(count -> String.format(Locale.ROOT, "%8.4f", distances.get(count)))
                        .collect(Collectors.joining(" ")),
                distances.entrySet().stream()
                        .filter(entry -> entry.getValue() <= enough)
                        .mapToInt(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow());
        return potential;
    }

    private Potential trained(Objective objective) {
        TrainingPlan plan = TrainingPlan.builder()
                .network(Mlp.of(data.shape().length(), 128, 128, 128))
                .from(source)
                .to(data)
                .batchSize(BATCH)
                .learningRate(LearningRate.cosine(1e-3))
                .seed(seed)
                .phase("flow", steps, objective)
                .build();
        try (Temporary folder = Temporary.folder()) {
            return Trainer.of(plan, new RunDirectory(folder.path())).fit().potential();
        }
    }

    /** The mean of the objective over fresh mini-batches. */
    private double loss(Objective objective, Potential potential) {
        Rng rng = Rng.of(seed).stream("loss");
        return IntStream.range(0, LOSSES)
                .mapToDouble(i -> {
                    try (Scope scope = Scope.open()) {
                        Batch batch = Batch.of(
                                source.sample(BATCH, rng.stream("source").at(i)),
                                data.sample(BATCH, rng.stream("data").at(i)),
                                Device.cpu());
                        return objective
                                .evaluate(potential, pass -> batch, rng.at(i))
                                .total();
                    }
                })
                .average()
                .orElseThrow();
    }

    /** The noiseless flow to t = 1 in so many steps, looked at at these times. */
    private Trajectory flow(Potential potential, int count, double... times) {
        return new Sampler(Kernel.gradientFlow(), TemperatureSchedule.constant(0), new TimeGrid(1, 1.0 / count))
                .trajectory(Target.of(potential), source, CHAINS, seed, times);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
        System.out.flush();
    }
}
