package org.energymatching.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.energymatching.Potential;
import org.energymatching.Target;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.EnergyMatchingException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.nn.image.UNet;
import org.energymatching.nn.image.VisionHead;
import org.energymatching.objective.FlowMatching;
import org.energymatching.sampling.Chains;
import org.energymatching.sampling.Kernel;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Devices;
import org.energymatching.training.StepTimer;
import org.energymatching.training.TrainingPlan;

/**
 * The paper's network for CIFAR-10 on a device: first whether it computes what the processor computes, then how long a training
 * step of the flow and a Langevin step take, in single precision, TF32 and bfloat16.
 */
public final class DeviceSteps {

    private static final Shape PICTURE = Shape.of(3, 32, 32);
    private static final int COMPARED = 4;
    private static final int CHAIN_STEPS = 25;
    private static final double AGREEMENT = 1e-3;
    private static final double AGREEMENT_OF_16_BITS = 3e-2;

    private Device device = Device.cpu();
    private int batch = 128;
    private int steps = 200;
    private int width = 128;

    private DeviceSteps() {}

    /** Runs {@code --device cuda [--batch 128] [--steps 200] [--width 128]}. */
    public static void main(String[] args) {
        DeviceSteps run = new DeviceSteps();
        try {
            run.read(args);
            run.report();
        } catch (EnergyMatchingException refused) {
            System.err.printf(
                    "error: %s%n       %s%n       %s%n", refused.happened(), refused.expected(), refused.remedy());
            System.exit(1);
        }
    }

    private void read(String[] args) {
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--device" -> device = Device.named(value);
                case "--batch" -> batch = ImageSteps.positive(args[i], value);
                case "--steps" -> steps = ImageSteps.positive(args[i], value);
                case "--width" -> width = ImageSteps.positive(args[i], value);
                default ->
                    throw new UsageException(
                            "There is no option '" + args[i] + "'.",
                            "The options are --device, --batch, --steps and --width, each followed by a value.",
                            "Run for example 'benchmarks/gpu --batch 128'.");
            }
        }
    }

    private ImagePotential network() {
        return new ImagePotential(
                PICTURE,
                new UNet(width, List.of(1, 2, 2, 2), 2, List.of(16), 4, Math.max(1, width / 2), 0.1, false),
                new VisionHead(4, 3 * width, 8, 4, 0.1),
                1000);
    }

    private void report() {
        Surroundings.lines().forEach(System.out::println);
        say("device %s, %d pictures of 3x32x32, width %d%n", device.name(), batch, width);
        agreement(Execution.defaults(), AGREEMENT);
        agreement(Execution.bfloat16(), AGREEMENT_OF_16_BITS);
        say("| | training step, ms | Langevin step, ms |");
        say("|---|---|---|");
        boolean gpu = !device.equals(Device.cpu());
        if (gpu) {
            Devices.allowTf32(false);
        }
        say("| single precision | %.1f | %.1f |", training(), langevin(Execution.defaults()));
        if (gpu) {
            Devices.allowTf32(true);
            say("| TF32 | %.1f | %.1f |", training(), langevin(Execution.defaults()));
        }
        say("| bfloat16 | – | %.1f |", langevin(Execution.bfloat16()));
    }

    /** Slopes on the device beside those on the processor, relative to their length. */
    private void agreement(Execution execution, double allowed) {
        ImagePotential network = network();
        try (Parameters here = Parameters.initial(
                        network.parameters().stream().map(ImageWork::audible).toList(), Rng.of(1));
                Parameters there = here.copy(device);
                Scope scope = Scope.open()) {
            Tensor x = StandardNormal.of(PICTURE.extents())
                    .sample(COMPARED, Rng.of(2))
                    .tensor(Device.cpu());
            Tensor expected = network.drift(x, here);
            Tensor found = network.with(execution).drift(x.to(device), there).to(Device.cpu());
            double difference = Math.sqrt(found.minus(expected).square().sum().item()
                    / expected.square().sum().item());
            say("slopes differ from the processor's by %.2g of their length (%s)", difference, execution.precision());
            if (!(difference <= allowed)) {
                throw new FailedException(
                        "Slopes on " + device.name() + " differ from the processor's by " + difference
                                + " of their length.",
                        "They agree to within " + allowed + ".",
                        "Do not trust the times; report this with the output of 'em doctor --json'.");
            }
        }
    }

    private double training() {
        TrainingPlan plan = TrainingPlan.builder()
                .network(network())
                .from(StandardNormal.of(PICTURE.extents()))
                .to(StandardNormal.of(PICTURE.extents()))
                .batchSize(batch)
                .phase("flow", steps, new FlowMatching(Coupling.exactOt(), Interpolant.straight(0), FlowWeight.none()))
                .build();
        List<Double> seconds = new ArrayList<>();
        try (StepTimer timer = StepTimer.of(plan, device)) {
            for (int i = 0; i < steps; i++) {
                seconds.add(timer.advance());
            }
        }
        return 1e3 * median(seconds);
    }

    private double langevin(Execution execution) {
        ImagePotential network = network().with(execution);
        List<Double> seconds = new ArrayList<>();
        try (Network there = new Network(network, Parameters.initial(network.parameters(), Rng.of(1), device));
                Scope scope = Scope.open()) {
            Chains chains = new Chains(
                    Kernel.eulerMaruyama(),
                    Target.of(Potential.of(there)),
                    (row, t) -> 0.01,
                    new TimeGrid(CHAIN_STEPS * 0.01, 0.01),
                    batch);
            Tensor start = StandardNormal.of(PICTURE.extents())
                    .sample(batch, Rng.of(3))
                    .tensor(device);
            for (int round = 0; round < Math.max(2, steps / CHAIN_STEPS); round++) {
                long begun = System.nanoTime();
                chains.advance(start, Rng.of(round)).sum().item(); // the device has ended when a number is there
                seconds.add((System.nanoTime() - begun) * 1e-9 / CHAIN_STEPS);
            }
        }
        return 1e3 * median(seconds);
    }

    /** Of the later half: the first steps compile and tune. */
    private static double median(List<Double> seconds) {
        return Rounds.median(seconds.stream()
                .skip(seconds.size() / 2)
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
