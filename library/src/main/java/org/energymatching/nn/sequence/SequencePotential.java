package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.condition.Conditions;
import org.energymatching.error.UsageException;
import org.energymatching.nn.ConditionalArchitecture;
import org.energymatching.nn.Description;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.nn.layer.Pass;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The potential of the paper's experiments on proteins: a 1-D UNet over the coordinates of a latent vector, with summed outputs
 * (paper, appendix on architectures).
 *
 * <pre>V(x) = s Σ_l unet(x)_l</pre>
 *
 * <p>Residual blocks with RMS norms, linear attention at every level, softmax attention in the middle. The names and shapes of
 * its parameters are those of the reference implementation's state dict; with the paper's settings there are 367,641.
 *
 * @param length how many coordinates x has; both (B, length) and (B, length, 1) are accepted
 * @param width channels at full resolution
 * @param multipliers how many times as many channels each level ends with; each level but the last halves the resolution
 * @param scale s
 * @param dropout the rate of units left out in training
 * @param conditions what V is conditioned on, embedded with the time: none in the paper; differentiated by the engine
 * @param differentiation how derivatives are computed, which is not part of the model
 */
public record SequencePotential(
        int length,
        int width,
        List<Integer> multipliers,
        double scale,
        double dropout,
        Conditions conditions,
        Differentiation differentiation)
        implements ConditionalArchitecture {

    /** The limit of levels; more are probably a mistake. */
    private static final int MOST = 16;

    public SequencePotential {
        multipliers = List.copyOf(multipliers);
        if (width < 4 || width % 2 != 0) {
            throw new UsageException(
                    "A network on sequences with " + width + " channels was asked for.",
                    "Its channels begin as many sines and cosines of the time: an even number from 4.",
                    "The paper takes 28.");
        }
        if (multipliers.isEmpty()
                || multipliers.size() > MOST
                || multipliers.stream().anyMatch(m -> m < 1)) {
            throw new UsageException(
                    "A network on sequences with channel multipliers " + multipliers + " was asked for.",
                    "There are 1 to " + MOST + " levels, and every multiplier is 1 or more.",
                    "The paper takes [1, 2].");
        }
        int step = 1 << (multipliers.size() - 1);
        if (length < step || length % step != 0) {
            throw new UsageException(
                    "A network of " + multipliers.size() + " levels was to look at " + length + " coordinates.",
                    "Each level but the last halves their number, so it is a multiple of " + step + ".",
                    "Take fewer levels, or another number of coordinates.");
        }
        if (!(Math.abs(scale) > 0 && Math.abs(scale) < Double.POSITIVE_INFINITY) || !(dropout >= 0 && dropout < 1)) {
            throw new UsageException(
                    "An output scale of " + scale + " and a dropout of " + dropout + " were asked for.",
                    "The scale is a number other than zero, the dropout lies in [0, 1).",
                    "The paper takes 1000 and 0.1.");
        }
    }

    /** With explicit derivatives, where they are possible. */
    public SequencePotential(int length, int width, List<Integer> multipliers, double scale, double dropout) {
        this(length, width, multipliers, scale, dropout, Conditions.none(), Differentiation.DIRECT);
    }

    /** The same potential under conditions. */
    public SequencePotential conditionedOn(Conditions others) {
        return new SequencePotential(length, width, multipliers, scale, dropout, others, differentiation);
    }

    /** The same potential with another method of differentiation. */
    public SequencePotential with(Differentiation other) {
        return new SequencePotential(length, width, multipliers, scale, dropout, conditions, other);
    }

    /** The paper's network on latent vectors of this length: 28 channels, [1, 2], scale 1000, dropout 0.1. */
    public static SequencePotential of(int length) {
        return new SequencePotential(length, 28, List.of(1, 2), 1000, 0.1);
    }

    @Override
    public Shape inputShape() {
        return Shape.of(length);
    }

    @Override
    public List<ParameterSpec> parameters() {
        return net().parameters();
    }

    @Override
    public Tensor energy(Tensor x, Tensor condition, Parameters parameters, Dropout dropout) {
        return total(net().apply(positions(x), condition, new Pass(parameters, dropout, Execution.defaults(), true)));
    }

    @Override
    public Tensor drift(Tensor x, Tensor condition, Parameters parameters) {
        return isDirect(parameters)
                ? new DirectDerivatives(this).drift(x, parameters)
                : ConditionalArchitecture.super.drift(x, condition, parameters);
    }

    @Override
    public Tape tape(Parameters trainable, Dropout dropout) {
        return isDirect(trainable)
                ? new DirectTape(this, trainable, dropout)
                : Tape.recording(this, trainable, dropout);
    }

    private boolean isDirect(Parameters parameters) {
        return conditions.isNone()
                && differentiation == Differentiation.DIRECT
                && unwrap(parameters.flat()).is_cpu();
    }

    SequenceNet net() {
        return SequenceNet.of(this);
    }

    /** (B, L), or (B, L, 1), to position by position, (L · B, 1). */
    Tensor positions(Tensor x) {
        Tensor apart = x.reshape(-1, length);
        return result(() -> unwrap(apart).t().contiguous()).reshape(-1, 1);
    }

    /** s Σ_l: (L · B, 1) to (B). */
    Tensor total(Tensor outputs) {
        return outputs.reshape(length, -1).sum(0L).times(scale);
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "sequence");
        description.put("length", length);
        description.put("width", width);
        description.put("multipliers", multipliers);
        description.put("scale", scale);
        description.put("dropout", dropout);
        if (!conditions.isNone()) {
            description.put("conditions", conditions.description());
        }
        return description;
    }

    public static SequencePotential from(Description description) {
        SequencePotential unconditional = new SequencePotential(
                description.integer("length"),
                description.integer("width"),
                description.integers("multipliers"),
                description.number("scale"),
                description.number("dropout"));
        return unconditional.conditionedOn(description.conditions());
    }
}
