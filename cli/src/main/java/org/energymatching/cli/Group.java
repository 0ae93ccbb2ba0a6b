package org.energymatching.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.energymatching.cli.Em.Version;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.ProcessGroup;
import org.energymatching.tensor.Workers;
import org.energymatching.training.Processes;
import org.jspecify.annotations.Nullable;

/**
 * The processes that carry out the same command together, as torchrun, Kubernetes, SLURM or {@code em launch} start them; usually
 * this one alone.
 *
 * <p>All compute; the first one writes files and prints the result, and the others end when nothing is left to compute together.
 */
public final class Group {

    static final String RANK = "RANK";
    static final String SIZE = "WORLD_SIZE";
    static final String MASTER = "MASTER_ADDR";
    static final String PORT = "MASTER_PORT";

    /** The number of processes on this machine, which share its cores. */
    static final String LOCAL_SIZE = "LOCAL_WORLD_SIZE";

    /** The number of this process on its machine, which chooses its GPU. */
    static final String LOCAL_RANK = "LOCAL_RANK";

    /** For how many seconds a process waits for the others. */
    static final String TIMEOUT = "EM_GROUP_TIMEOUT";

    private static final String STANDARD_PORT = "29500";
    private static final String STANDARD_TIMEOUT = "600";

    /** The first host of a list of SLURM, such as {@code gpu[03-07,12],login1}. */
    private static final Pattern FIRST_HOST = Pattern.compile("([^\\[,]+)(?:\\[(\\d+))?");

    private final ProcessGroup.@Nullable Place place;
    private final Duration patience;
    private @Nullable ProcessGroup processes;
    private boolean ended;

    /** Thrown in a process that has nothing left to do; {@link Em} ends it without a word. */
    static final class Followed extends RuntimeException {

        private static final long serialVersionUID = 1;

        Followed() {
            super("nothing is left to compute together", null, false, false);
        }
    }

    private Group(ProcessGroup.@Nullable Place place, Duration patience) {
        this.place = place;
        this.patience = patience;
    }

    /** This process alone. */
    static Group alone() {
        return new Group(null, Duration.ZERO);
    }

    /** The group that these environment variables describe: those of torchrun and Kubernetes, or those of srun. */
    static Group of(Map<String, String> environment) {
        boolean torch = environment.containsKey(RANK) && environment.containsKey(SIZE);
        // A batch script has SLURM_PROCID too, but it is no step of srun.
        boolean slurm = !torch && environment.containsKey("SLURM_PROCID") && environment.containsKey("SLURM_STEP_ID");
        if (!torch && !slurm) {
            return alone();
        }
        int rank = number(environment, torch ? RANK : "SLURM_PROCID", "0");
        int size = number(environment, torch ? SIZE : "SLURM_NTASKS", "1");
        if (size == 1) {
            return alone();
        }
        String host = environment.getOrDefault(
                MASTER, torch ? "127.0.0.1" : firstHost(environment.getOrDefault("SLURM_STEP_NODELIST", "")));
        int seconds = number(environment, TIMEOUT, STANDARD_TIMEOUT);
        if (seconds < 1) {
            throw new UsageException(
                    TIMEOUT + " is " + seconds + ".",
                    "A process waits for the others for one second or more.",
                    "Leave it out for " + STANDARD_TIMEOUT + " seconds.");
        }
        return new Group(
                new ProcessGroup.Place(host, number(environment, PORT, STANDARD_PORT), rank, size),
                Duration.ofSeconds(seconds));
    }

    static String firstHost(String list) {
        Matcher first = FIRST_HOST.matcher(list);
        return first.lookingAt() ? first.group(1) + (first.group(2) == null ? "" : first.group(2)) : "127.0.0.1";
    }

    /** The number in an environment variable, or the default where there is none. */
    static int number(Map<String, String> environment, String name, String standard) {
        String value = environment.getOrDefault(name, standard);
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException word) {
            throw new UsageException(
                    "The environment variable " + name + " is '" + value + "'.",
                    "It is a whole number.",
                    "Start all processes with torchrun, srun or 'em launch', or unset it for one process.",
                    word);
        }
    }

    /** Divides the cores of this machine among its processes, where nothing else sets the number of threads. */
    static void shareCores(Map<String, String> environment) {
        int local = number(environment, LOCAL_SIZE, "1");
        if (local > 1 && System.getProperty(Workers.THREADS) == null) {
            int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / local);
            System.setProperty(Workers.THREADS, Integer.toString(threads));
        }
    }

    /** The device of this process: where several on a machine are to compute on a GPU, each takes its own. */
    static Device own(Device chosen, Map<String, String> environment) {
        int local = number(environment, LOCAL_RANK, "0");
        return chosen.name().equals("cuda") || chosen.name().equals("cuda:0") && local > 0
                ? Device.named("cuda:" + local)
                : chosen;
    }

    /** Whether another process of the group writes the results. */
    public boolean isFollower() {
        return place != null && place.rank() > 0;
    }

    /** As in {@code process 1 of 4: }; nothing where this is the only process. */
    String prefix() {
        return place == null ? "" : "process " + place.rank() + " of " + place.size() + ": ";
    }

    /** Refuses a verb that each process would carry out by itself. */
    void require(Verb verb, String name) {
        if (place != null && !verb.dividesWork()) {
            throw new UsageException(
                    "'em " + name + "' was started in " + place.size() + " processes.",
                    "train, demo, sample, energy, evaluate, likelihood and dimension divide their work among processes.",
                    "Start it once, without 'em launch', torchrun or srun.");
        }
    }

    /** The connected processes; empty where this is the only one, or nothing is left to compute together. */
    public Optional<ProcessGroup> processes() {
        if (place == null || ended) {
            return Optional.empty();
        }
        if (processes == null) {
            processes = ProcessGroup.connect(place, patience);
            Processes.requireSame(processes, "the program", Map.of("version", Version.number()));
        }
        return Optional.of(processes);
    }

    /**
     * The result of a computation whose rows are divided among the processes. Only the first process returns from it.
     *
     * @param what the description of the work, which is the same in all processes
     */
    public <T> T together(Map<String, ?> what, Supplier<T> work) {
        Optional<ProcessGroup> others = processes();
        if (others.isEmpty()) {
            return work.get();
        }
        Processes.requireSame(others.get(), "the work", what);
        T result = others.get().divide(work);
        end();
        return result;
    }

    /** Ends the work together: of the processes only the first one returns. */
    public void end() {
        ProcessGroup others = processes;
        if (others != null && !ended) {
            ended = true;
            others.barrier();
            others.close();
        }
        if (isFollower()) {
            throw new Followed();
        }
    }
}
