package org.energymatching.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Distribution;
import org.energymatching.data.Standardization;
import org.energymatching.description.Descriptions;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.objective.Objective;
import org.energymatching.schedule.LearningRate;
import org.jspecify.annotations.Nullable;

/**
 * A training plan, which determines the result: the same plan gives the same weights, bit for bit, on the same kind of machine,
 * interrupted or not, on any number of threads.
 *
 * @param network the architecture of V
 * @param source the distribution of x₀
 * @param data the distribution of x₁
 * @param batchSize B
 * @param shardRows how many rows are evaluated together on one core, which affects the last bits of the result
 * @param learningRate η
 * @param beta1 β₁ of Adam
 * @param beta2 β₂ of Adam
 * @param clipNorm the largest norm of a gradient; infinity for no limit
 * @param seed the seed of all random numbers
 * @param phases the phases in their order
 * @param conditionDropout the probability with which a row's conditions are left out, so that V(x) is trained as well as V(x |
 *     c), in [0, 1]
 * @param standardization the standardisation of the data, kept in checkpoints; null where they are not standardised
 * @param description the plan as plain values: kept in checkpoints, and compared when a run resumes
 */
public record TrainingPlan(
        Architecture network,
        Distribution source,
        Distribution data,
        int batchSize,
        int shardRows,
        LearningRate learningRate,
        double beta1,
        double beta2,
        double clipNorm,
        long seed,
        List<Phase> phases,
        double conditionDropout,
        @Nullable Standardization standardization,
        Map<String, Object> description) {

    /** The prefix of the keys of source, data and objectives in a description. */
    static final String PARTS = "parts.";

    /** Checks that the parts are consistent. */
    public TrainingPlan {
        phases = List.copyOf(phases);
        if (!source.shape().equals(network.inputShape()) || !data.shape().equals(network.inputShape())) {
            throw new UsageException(
                    "The source has points of shape " + source.shape() + ", the data of shape " + data.shape()
                            + ", the network takes " + network.inputShape() + ".",
                    "All three have one shape.",
                    "Choose source and network as wide as the data.");
        }
        if (!(conditionDropout >= 0 && conditionDropout <= 1)) {
            throw new UsageException(
                    "Conditions were to be left out with a probability of " + conditionDropout + ".",
                    "A probability lies in [0, 1].",
                    "Choose for example 0.1.");
        }
        if (batchSize < 2 || shardRows < 1 || phases.isEmpty() || !(clipNorm > 0)) {
            throw new UsageException(
                    "A plan with batches of " + batchSize + ", shards of " + shardRows + ", " + phases.size()
                            + " phases and gradients clipped at " + clipNorm + " was made.",
                    "A batch has two rows or more, a shard one, there is at least one phase, and the clip is above 0.",
                    "Take for example batches of 128 in shards of 64.");
        }
    }

    /** The number of steps of all phases. */
    public long steps() {
        return phases.stream().mapToLong(Phase::steps).sum();
    }

    /** A builder of a plan: network, source and data are required, the defaults of the rest are the paper's 2-D values. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder of a plan. */
    public static final class Builder {
        private @Nullable Architecture network;
        private @Nullable Distribution source;
        private @Nullable Distribution data;
        private int batchSize = 128;
        private int shardRows = 64;
        private LearningRate learningRate = LearningRate.constant(1e-4);
        private double beta1 = 0.9;
        private double beta2 = 0.999;
        private double clipNorm = Double.POSITIVE_INFINITY;
        private long seed;
        private final List<Phase> phases = new ArrayList<>();
        private double conditionDropout = 0.1;
        private @Nullable Standardization standardization;
        private @Nullable Map<String, Object> description;

        private Builder() {}

        /** The architecture of V. */
        public Builder network(Architecture architecture) {
            network = architecture;
            return this;
        }

        /** The distribution of x₀. */
        public Builder from(Distribution x0) {
            source = x0;
            return this;
        }

        /** The distribution of x₁. */
        public Builder to(Distribution x1) {
            data = x1;
            return this;
        }

        /** How many rows a mini-batch has. */
        public Builder batchSize(int rows) {
            batchSize = rows;
            return this;
        }

        /** How many rows are evaluated together on one core. */
        public Builder shardRows(int rows) {
            shardRows = rows;
            return this;
        }

        /** A constant learning rate. */
        public Builder learningRate(double rate) {
            return learningRate(LearningRate.constant(rate));
        }

        /** A learning rate that varies within each phase. */
        public Builder learningRate(LearningRate rate) {
            learningRate = rate;
            return this;
        }

        /** The two decay rates of Adam. */
        public Builder betas(double first, double second) {
            beta1 = first;
            beta2 = second;
            return this;
        }

        /** Clips gradients to this norm. */
        public Builder clipNorm(double norm) {
            clipNorm = norm;
            return this;
        }

        /** The seed of all random numbers. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** A phase without a moving average of weights. */
        public Builder phase(String name, int steps, Objective objective) {
            return phase(new Phase(name, steps, objective, 0, null));
        }

        /** A phase with a moving average of weights. */
        public Builder phase(String name, int steps, Objective objective, double emaDecay) {
            return phase(new Phase(name, steps, objective, emaDecay, null));
        }

        /** A phase. */
        public Builder phase(Phase phase) {
            phases.add(phase);
            return this;
        }

        /** The probability with which a row's conditions are left out. */
        public Builder conditionDropout(double probability) {
            conditionDropout = probability;
            return this;
        }

        /** The standardisation of the data. */
        public Builder standardizedBy(@Nullable Standardization used) {
            standardization = used;
            return this;
        }

        /** The plan as plain values, if it comes from a configuration. */
        public Builder describedAs(Map<String, Object> values) {
            description = values;
            return this;
        }

        /** The plan. */
        public TrainingPlan build() {
            if (network == null || source == null || data == null) {
                throw new UsageException(
                        "A plan lacks its network, its source or its data.",
                        "A plan has all three.",
                        "Call network(…), from(…) and to(…) before build().");
            }
            return new TrainingPlan(
                    network,
                    source,
                    data,
                    batchSize,
                    shardRows,
                    learningRate,
                    beta1,
                    beta2,
                    clipNorm,
                    seed,
                    phases,
                    conditionDropout,
                    standardization,
                    described(network, source, data));
        }

        /** The caller's description of the plan, or its numbers, and the descriptions of its parts. */
        private Map<String, Object> described(Architecture architecture, Distribution x0, Distribution x1) {
            Map<String, Object> values = new LinkedHashMap<>();
            if (description != null) {
                values.putAll(description);
            } else {
                values.put("network", architecture.description());
                values.put("batchSize", batchSize);
                values.put("shardRows", shardRows);
                values.put("seed", seed);
                values.put("beta1", beta1);
                values.put("beta2", beta2);
                values.put("clipNorm", clipNorm);
            }
            for (Phase phase : phases) {
                LearningRate rate = phase.learningRate() == null ? learningRate : phase.learningRate();
                String key = "phases." + phase.name() + ".";
                if (description == null) {
                    values.put(key + "steps", phase.steps());
                    values.put(key + "emaDecay", phase.emaDecay());
                    values.put(key + "firstLearningRate", rate.at(0, phase.steps()));
                }
                values.put(PARTS + key + "objective", phase.objective().description());
                values.put(PARTS + key + "learningRate", rate.description());
            }
            if (!architecture.conditions().isNone()) {
                values.put(PARTS + "conditionDropout", conditionDropout);
            }
            values.put(PARTS + "source", x0.description());
            values.put(PARTS + "data", x1.description());
            values.put(PARTS + "standardization", String.valueOf(Descriptions.of(standardization)));
            return values;
        }
    }
}
