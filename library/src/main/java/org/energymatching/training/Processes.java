package org.energymatching.training;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.energymatching.description.Difference;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.ProcessGroup;
import tools.jackson.databind.json.JsonMapper;

/**
 * Data-parallel training: the shards of a step's rows are divided among the processes of a group, and their gradients are added.
 *
 * @param group the processes
 * @param exact whether gradients are added in the order of the shards, as one process does: the weights are the same bits with any
 *     number of processes. Otherwise by one all-reduce, which is faster
 */
public record Processes(ProcessGroup group, boolean exact) {

    private static final int NAMED = 3;

    /** The process that computes a shard: neighbours share a process where sums are exact, so that each of them adds once. */
    int of(int shard, int shards) {
        int each = (shards + group.size() - 1) / group.size();
        return exact ? shard / each : shard % group.size();
    }

    /** Whether this process computes a shard. */
    boolean computes(int shard, int shards) {
        return of(shard, shards) == group.rank();
    }

    /**
     * Throws an error in all processes if something of one differs from that of the first, and names it.
     *
     * @param what as in "the plan"
     */
    public static void requireSame(ProcessGroup group, String what, Map<String, ?> description) {
        JsonMapper json = JsonMapper.shared();
        List<Map<?, ?>> all = group.gather(json.writeValueAsString(description)).stream()
                .<Map<?, ?>>map(text -> json.readValue(text, Map.class))
                .toList();
        for (int process = 1; process < all.size(); process++) {
            List<Difference> differences = Difference.between(all.get(0), all.get(process));
            if (!differences.isEmpty()) {
                int other = process;
                throw new UsageException(
                        "Process " + process + " of " + group.size() + " differs from process 0 in " + what + ": "
                                + differences.stream()
                                        .limit(NAMED)
                                        .map(difference -> difference.key() + " is " + difference.here()
                                                + " in process 0 and " + difference.there() + " in process " + other)
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "All processes of a group have the same command, data, run directory and version.",
                        "Start the same command in all of them, on a file system that all of them see.");
            }
        }
    }
}
