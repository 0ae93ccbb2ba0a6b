package org.energymatching.nn.potential;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.condition.Conditions;
import org.energymatching.error.UsageException;
import org.energymatching.nn.ConditionalArchitecture;
import org.energymatching.nn.Description;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A conditional multilayer perceptron, whose input is the concatenation of x and the encoded condition.
 *
 * <pre>V(x | c) = N(x, c),   first layer: W x + U c + b, where a class picks a column of U, its embedding</pre>
 *
 * @param network N, for d + k numbers
 * @param conditions the kind of c; k numbers
 */
public record ConditionalMlp(Mlp network, Conditions conditions) implements ConditionalArchitecture {

    public ConditionalMlp {
        if (conditions.isNone() || network.inputs() <= conditions.width()) {
            throw new UsageException(
                    "A perceptron of " + network.inputs() + " inputs was to take a condition of " + conditions.width()
                            + " numbers.",
                    "A condition has one number or more, and the inputs are those of x and of the condition.",
                    "Give the perceptron as many inputs as x and the condition have together.");
        }
    }

    @Override
    public Shape inputShape() {
        return Shape.of(network.inputs() - conditions.width());
    }

    @Override
    public List<ParameterSpec> parameters() {
        return network.parameters();
    }

    @Override
    public Tensor energy(Tensor x, Tensor condition, Parameters parameters, Dropout dropout) {
        return network.energy(joined(x, condition), parameters, dropout);
    }

    @Override
    public Tensor drift(Tensor x, Tensor condition, Parameters parameters) {
        return ofRows(network.drift(joined(x, condition), parameters));
    }

    @Override
    public Tensor trainableDrift(Tensor x, Tensor condition, Parameters parameters, Dropout dropout) {
        return ofRows(network.trainableDrift(joined(x, condition), parameters, dropout));
    }

    @Override
    public Tape tape(Tensor condition, Parameters trainable, Dropout dropout) {
        return new Joined(network.tape(trainable, dropout), condition);
    }

    @Override
    public boolean gainsFromWideBlocks() {
        return true;
    }

    @Override
    public boolean isSmooth() {
        return network.isSmooth();
    }

    /** The tape of the network under a condition. */
    private final class Joined implements Tape {

        private final Tape tape;
        private final Tensor condition;

        private Joined(Tape tape, Tensor condition) {
            this.tape = tape;
            this.condition = condition;
        }

        @Override
        public Tensor energy(Tensor x) {
            return tape.energy(joined(x, condition));
        }

        @Override
        public Tensor drift(Tensor x) {
            return ofRows(tape.drift(joined(x, condition)));
        }

        @Override
        public Tape given(Tensor other) {
            return new Joined(tape, other);
        }

        @Override
        public Tensor gradient(Tensor loss) {
            return tape.gradient(loss);
        }

        @Override
        public void close() {
            tape.close();
        }
    }

    private static Tensor joined(Tensor x, Tensor condition) {
        long rows = x.shape().at(0);
        Tensor each = condition.shape().at(0) == rows
                ? condition
                : condition.expand(rows, condition.shape().at(1));
        return Tensor.concat(List.of(x, each), 1);
    }

    /** The part of a gradient with respect to x. */
    private Tensor ofRows(Tensor gradient) {
        return gradient.slice(1, 0, network.inputs() - conditions.width());
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "conditional-mlp");
        description.put("network", network.description());
        description.put("conditions", conditions.description());
        return description;
    }

    static ConditionalMlp from(Description description) {
        return new ConditionalMlp(Mlp.from(description.part("network")), description.conditions());
    }
}
