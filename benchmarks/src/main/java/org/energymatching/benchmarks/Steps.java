package org.energymatching.benchmarks;

import java.util.concurrent.TimeUnit;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.coupling.Assignment;
import org.energymatching.coupling.SquaredDistances;
import org.energymatching.nn.Network;
import org.energymatching.objective.Objective;
import org.energymatching.sampling.Chains;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.RowTemperature;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.training.StepTimer;
import org.energymatching.training.TrainingPlan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One of each: transport plan, flow step, joint step, Langevin step, and the matrix product they are measured by. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Steps {

    static final int MATRIX_ROWS = 1024;
    static final int MATRIX_WIDTH = 256;

    private final Network network = Toy.network().create(Rng.of(0));
    private final StepTimer flow = timer(Toy.flow());
    private final StepTimer joint = timer(Toy.flow().plus(Toy.contrast()));
    private final Tensor left =
            Tensor.zeros(Shape.of(MATRIX_ROWS, MATRIX_WIDTH)).plus(1);
    private final Tensor right =
            Tensor.zeros(Shape.of(MATRIX_WIDTH, MATRIX_WIDTH)).plus(1);
    private Samples source = Toy.source().sample(Toy.BATCH, Rng.of(1));
    private Samples data = Toy.data().sample(Toy.BATCH, Rng.of(2));
    private long step;

    private static StepTimer timer(Objective objective) {
        return StepTimer.of(TrainingPlan.builder()
                .network(Toy.network())
                .from(Toy.source())
                .to(Toy.data())
                .batchSize(Toy.BATCH)
                .phase("phase", Integer.MAX_VALUE, objective)
                .build());
    }

    /** New points, as every step of training has. */
    @Setup
    public void draw() {
        step++;
        source = Toy.source().batch(step, Toy.BATCH, Rng.of(1));
        data = Toy.data().batch(step, Toy.BATCH, Rng.of(2));
    }

    /** Frees what the steps hold. */
    @TearDown
    public void close() {
        flow.close();
        joint.close();
        network.close();
    }

    /** A product of 1024x256 and 256x256 on one core: the fp32 matrix peak, near enough. */
    @Benchmark
    public double matrixProduct() {
        try (var scope = org.energymatching.tensor.Scope.open()) {
            return left.matmul(right).shape().size();
        }
    }

    /** The exact plan for 128 and 128 points of the 2-D experiment. */
    @Benchmark
    public int[] assignment() {
        return Assignment.solve(SquaredDistances.between(data.values(), source.values(), 2), Toy.BATCH);
    }

    /** One step of the warm-up: batch 128, transport and optimizer included. */
    @Benchmark
    public double flowStep() {
        return flow.advance();
    }

    /** One step of the joint phase: a flow step, 200 Langevin steps of 128 chains, and the contrastive term. */
    @Benchmark
    public double jointStep() {
        return joint.advance();
    }

    /** One Langevin step of 128 chains, of 200. */
    @Benchmark
    @OperationsPerInvocation(Toy.LANGEVIN_STEPS)
    public Samples langevinStep() {
        Chains chains = new Chains(
                        Kernel.eulerMaruyama(),
                        Target.of(Potential.of(network)),
                        RowTemperature.all(Toy.HEAT),
                        new TimeGrid(Toy.LANGEVIN_STEPS * 0.01, 0.01),
                        64)
                .together(Toy.BATCH);
        return chains.run(
                        (first, rows) -> source.slice((int) first, (int) first + rows),
                        Toy.BATCH,
                        new int[] {Toy.LANGEVIN_STEPS},
                        Rng.of(step),
                        () -> {})
                .get(0);
    }
}
