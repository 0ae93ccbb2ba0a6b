package org.energymatching.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em launch}: runs a command in several processes of this machine. */
@Command(
        name = LaunchVerb.NAME,
        description = {
            "Run a verb in several processes of this machine, which divide the rows among them.",
            "For example: em launch -n 2 train toy2d. On many machines, start the same 'em train …' with torchrun, srun or Kubernetes."
        })
final class LaunchVerb implements Verb {

    static final String NAME = "launch";

    /** The variable that tells a process which one started it. */
    private static final String LAUNCHER = "EM_LAUNCHER";

    /** The time in which the others end by themselves after the first failure. */
    private static final long PATIENCE_SECONDS = 30;

    /** How the lines begin that Gloo prints when it has connected. */
    private static final String GLOO = "[Gloo] ";

    private static final long POLL_MILLIS = 20;

    @Option(names = "-n", required = true, paramLabel = "N", description = "How many processes.")
    int processes;

    @Parameters(arity = "1..*", paramLabel = "VERB …", description = "The verb with its arguments.")
    List<String> words = new ArrayList<>();

    @Override
    public Result run(Console console) throws InterruptedException {
        if (processes < 1) {
            throw new UsageException(
                    processes + " processes were asked for.", "There is at least one.", "Choose for example -n 2.");
        }
        int port = freePort();
        List<Process> started = new ArrayList<>();
        Thread ending =
                new Thread(() -> started.forEach(process -> process.toHandle().destroy()), "launch-end");
        Runtime.getRuntime().addShutdownHook(ending);
        console.interruption().listen(); // the processes save before this one ends
        for (int rank = 0; rank < processes; rank++) {
            started.add(start(rank, port));
        }
        List<Thread> texts = IntStream.range(0, processes)
                .mapToObj(rank -> background(() -> {
                    Process process = started.get(rank);
                    if (rank == 0) {
                        copy(process.inputReader(StandardCharsets.ISO_8859_1), "", System.out);
                    } else {
                        copy(process.errorReader(StandardCharsets.ISO_8859_1), "[" + rank + "] ", System.err);
                    }
                }))
                .toList();
        int code = await(started);
        for (Thread text : texts) {
            text.join();
        }
        int ended = code;
        Exit exit = Arrays.stream(Exit.values())
                .filter(known -> known.code() == ended)
                .findFirst()
                .orElse(Exit.FAILED);
        return new Result("", Map.of("processes", processes, "exitCode", exit.code()), exit);
    }

    /** The exit code of the first process that failed, or 0; the others end soon after it, or are ended. */
    private static int await(List<Process> started) throws InterruptedException {
        int code = 0;
        long end = Long.MAX_VALUE;
        boolean running = true;
        while (running) {
            Thread.sleep(POLL_MILLIS);
            running = started.stream().anyMatch(Process::isAlive);
            for (Process process : started) {
                if (code == 0 && !process.isAlive() && process.exitValue() != 0) {
                    code = process.exitValue();
                    end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                }
            }
            if (System.nanoTime() > end) {
                started.forEach(Process::destroyForcibly);
            }
        }
        return code;
    }

    private static Thread background(Runnable work) {
        Thread thread = new Thread(work, "launch");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private Process start(int rank, int port) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(Objects.requireNonNull(System.getProperty("java.class.path")));
        command.add(Em.class.getName());
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment(rank, port));
        if (rank == 0) {
            builder.redirectInput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        try {
            return builder.start();
        } catch (IOException refused) {
            throw new UncheckedIOException("Process " + rank + " cannot be started", refused);
        }
    }

    private static File nothing() {
        return new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private Map<String, String> environment(int rank, int port) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(Group.RANK, Integer.toString(rank));
        variables.put(Group.SIZE, Integer.toString(processes));
        variables.put(Group.LOCAL_RANK, Integer.toString(rank));
        variables.put(Group.LOCAL_SIZE, Integer.toString(processes));
        variables.put(LAUNCHER, Long.toString(ProcessHandle.current().pid()));
        variables.put(Group.MASTER, "127.0.0.1");
        variables.put(Group.PORT, Integer.toString(port));
        return variables;
    }

    /** Ends this process when the one that launched it is gone. */
    static void endWithLauncher(Map<String, String> environment) {
        if (environment.containsKey(LAUNCHER)) {
            long launcher = Group.number(environment, LAUNCHER, "0");
            background(() -> {
                ProcessHandle.of(launcher).ifPresent(handle -> handle.onExit().join());
                Runtime.getRuntime().halt(Exit.FAILED.code());
            });
        }
    }

    /** Copies lines byte for byte, but for those that Gloo writes to standard output. */
    private static void copy(BufferedReader lines, String prefix, PrintStream out) {
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith(GLOO)) {
                    out.write((prefix + line + "\n").getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                }
            }
        } catch (IOException closed) {
            // The process was ended.
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException refused) {
            throw new UncheckedIOException("No port is free", refused);
        }
    }
}
