package org.energymatching.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.Dataset;
import org.energymatching.data.file.Sha256;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.nn.image.UNet;
import org.energymatching.nn.image.VisionHead;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Negatives;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.ProcessGroup;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.training.Processes;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.StepReport;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingListener;
import org.energymatching.training.TrainingPlan;

/**
 * Training steps in 1, 2 and 4 processes of one thread each: {@code process-steps WORKLOAD STEPS exact|fast [PROCESSES…]}. Prints the
 * median time of a step, what the group computes and sends, and the SHA-256 of the weights.
 */
final class ProcessSteps {

    private static final String CHILD = "child";
    private static final Shape PICTURE = Shape.of(1, 16, 16);

    /** Joint steps: of the 2-D experiment, of 20 columns, and of small pictures. */
    private static final Map<String, Supplier<TrainingPlan.Builder>> WORKLOADS = Map.of(
            "toy2d",
            () -> TrainingPlan.builder()
                    .network(Toy.network())
                    .from(Toy.source())
                    .to(Toy.data())
                    .batchSize(Toy.BATCH),
            "table",
            () -> TrainingPlan.builder()
                    .network(Mlp.of(20, 256, 256, 256))
                    .from(StandardNormal.of(20))
                    .to(new Dataset(StandardNormal.of(20).sample(4096, Rng.of(1))))
                    .batchSize(256),
            "pictures",
            () -> TrainingPlan.builder()
                    .network(new ImagePotential(
                            PICTURE,
                            new UNet(32, List.of(1, 1), 1, List.of(), 4, 32, 0, false),
                            new VisionHead(4, 64, 2, 4, 0),
                            1000))
                    .from(new StandardNormal(PICTURE))
                    .to(new Dataset(new StandardNormal(PICTURE).sample(512, Rng.of(1))))
                    .batchSize(16)
                    .shardRows(4));

    private static final Map<String, ContrastiveDivergence> CONTRASTS = Map.of(
            "toy2d",
            Toy.contrast(),
            "table",
            ContrastiveDivergence.with(
                    1,
                    Negatives.langevin(TemperatureSchedule.ramp(0.8, 0.15), 100, 0.01)
                            .halfFromData()),
            "pictures",
            ContrastiveDivergence.with(
                    1,
                    Negatives.langevin(TemperatureSchedule.ramp(0.8, 0.01), 4, 0.05)
                            .halfFromData()
                            .block(4)));

    private ProcessSteps() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals(CHILD)) {
            measure(arguments);
            return;
        }
        List<Integer> counts = arguments.length > 3
                ? Arrays.stream(arguments).skip(3).map(Integer::valueOf).toList()
                : List.of(1, 2, 4);
        for (int processes : counts) {
            run(arguments[0], arguments[1], arguments[2], processes);
        }
    }

    private static void run(String workload, String steps, String sums, int processes) throws Exception {
        try (Temporary folder = Temporary.folder()) {
            int port = freePort();
            List<Process> children = new ArrayList<>();
            for (int rank = 0; rank < processes; rank++) {
                List<String> command = new ArrayList<>(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Denergymatching.threads=1",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Objects.requireNonNull(System.getProperty("java.class.path")),
                        ProcessSteps.class.getName(),
                        CHILD,
                        workload,
                        steps,
                        sums,
                        folder.path().toString(),
                        Integer.toString(rank),
                        Integer.toString(processes),
                        Integer.toString(port)));
                children.add(new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            for (Process child : children) {
                try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
                    lines.lines().filter(line -> !line.startsWith("[Gloo]")).forEach(System.out::println);
                }
                if (child.waitFor() != 0) {
                    throw new IllegalStateException("a process ended with " + child.exitValue());
                }
            }
        }
    }

    private static void measure(String[] arguments) {
        String workload = arguments[1];
        int steps = Integer.parseInt(arguments[2]);
        int rank = Integer.parseInt(arguments[5]);
        int size = Integer.parseInt(arguments[6]);
        ContrastiveDivergence contrast = Objects.requireNonNull(CONTRASTS.get(workload));
        FlowMatching flow = new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.cutoff(0.8));
        TrainingPlan plan = Objects.requireNonNull(WORKLOADS.get(workload))
                .get()
                .phase("joint", steps, flow.plus(contrast))
                .build();
        Trainer trainer =
                Trainer.of(plan, new RunDirectory(Path.of(arguments[4]))).saveEvery(Duration.ofDays(1));
        List<Double> seconds = new ArrayList<>();
        trainer.listening(new TrainingListener() {
            private double before;

            @Override
            public void onStep(StepReport report) {
                seconds.add(report.seconds() - before);
                before = report.seconds();
            }
        });
        if (size == 1) {
            report(workload, arguments[3], 1, seconds, trainer.fit(), arguments[4]);
            return;
        }
        ProcessGroup.Place place = new ProcessGroup.Place("127.0.0.1", Integer.parseInt(arguments[7]), rank, size);
        try (ProcessGroup group = ProcessGroup.connect(place, Duration.ofSeconds(60))) {
            Checkpoint reached = trainer.across(new Processes(group, arguments[3].equals("exact")))
                    .fit();
            group.barrier();
            if (rank == 0) {
                report(workload, arguments[3], size, seconds, reached, arguments[4]);
            }
        }
    }

    private static void report(
            String workload, String sums, int size, List<Double> seconds, Checkpoint reached, String folder) {
        List<Double> later = seconds.subList(seconds.size() / 2, seconds.size()).stream()
                .sorted()
                .toList();
        Path newest = new RunDirectory(Path.of(folder)).newest().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%-9s %s %d processes: %.1f ms a step, weights after %d steps %s%n",
                workload,
                sums,
                size,
                1e3 * later.get(later.size() / 2),
                reached.step(),
                Sha256.of(newest.resolve("training.safetensors")).substring(0, 16));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
