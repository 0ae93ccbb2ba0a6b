package org.energymatching.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Autodiff;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The potential of the paper's experiments on proteins: a 1-D UNet over the coordinates of a latent vector, whose outputs are
 * summed (paper, appendix on architectures).
 *
 * <pre>V(x) = s Σ_l unet(x)_l</pre>
 *
 * <p>Residual blocks with RMS norms, linear attention at every level, softmax attention in the middle. The names and shapes of
 * its parameters are those of the reference implementation's state dict; with the paper's settings there are 367,641.
 *
 * @param length how many coordinates x has; both (B, length) and (B, length, 1) are taken
 * @param width channels at full resolution
 * @param multipliers how many times as many channels each level ends with; each level but the last halves the resolution
 * @param scale s
 * @param dropout the rate of units left out in training
 */
public record SequencePotential(int length, int width, List<Integer> multipliers, double scale, double dropout)
        implements Architecture {

    /** Levels: more are a slip of the pen. */
    private static final int MOST = 16;

    /** Checks the sizes. */
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

    /** The paper's network on latent vectors of this length: 28 channels, [1, 2], scale 1000, dropout 0.1. */
    public static SequencePotential of(int length) {
        return new SequencePotential(length, 28, List.of(1, 2), 1000, 0.1);
    }

    @Override
    public Shape inputShape() {
        return Shape.of(length);
    }

    /** In the order of the state dict: the time embedding behind the first convolution, the middle behind the way up. */
    @Override
    public List<ParameterSpec> parameters() {
        List<List<ParameterSpec>> stages =
                SequenceStages.of(this).stream().map(Stage::parameters).toList();
        return Stream.of(
                        stages.get(0).stream(),
                        time().parameters(),
                        beginning(stages, "downs."),
                        beginning(stages, "ups."),
                        beginning(stages, "mid_"),
                        beginning(stages, "final_"))
                .flatMap(part -> part)
                .toList();
    }

    private static Stream<ParameterSpec> beginning(List<List<ParameterSpec>> stages, String prefix) {
        return stages.stream().flatMap(List::stream).filter(spec -> spec.name().startsWith(prefix));
    }

    @Override
    public Tensor energy(Tensor x, Parameters parameters) {
        return energy(x, parameters, Dropout.none());
    }

    @Override
    public Tensor energy(Tensor x, Parameters parameters, Dropout dropout) {
        Pass pass = new Pass(parameters, dropout, Execution.standard(), true);
        Tensor e = time().apply(pass);
        State state = State.of(positions(x));
        for (Stage stage : SequenceStages.of(this)) {
            State before = state;
            state = State.within(() -> stage.body().trace(before, e, pass).state());
        }
        return total(state.value());
    }

    /** By the chain rule written out, layer by layer, without a graph. */
    @Override
    public Tensor drift(Tensor x, Parameters parameters) {
        Pass pass = new Pass(parameters, Dropout.none(), Execution.standard(), false);
        return Autodiff.unrecorded(() -> slope(x, pass));
    }

    /** The same chain rule, its operations recorded. */
    @Override
    public Tensor trainableDrift(Tensor x, Parameters parameters, Dropout dropout) {
        return slope(x, new Pass(parameters, dropout, Execution.standard(), true));
    }

    private Tensor slope(Tensor x, Pass pass) {
        Tensor e = time().apply(pass);
        List<Stage.Step> steps = new ArrayList<>();
        State state = State.of(positions(x));
        for (Stage stage : SequenceStages.of(this)) {
            Stage.Step step = stage.body().trace(state, e, pass);
            steps.add(step);
            state = step.state();
        }
        State back = State.of(Tensor.ones(state.value().shape()).times(-scale));
        for (int i = steps.size() - 1; i >= 0; i--) {
            back = steps.get(i).pullback().apply(back);
        }
        return back.value().reshape(length, -1).transpose().reshape(x.shape().extents());
    }

    /** (B, L), or (B, L, 1), to position by position, (L · B, 1). */
    private Tensor positions(Tensor x) {
        return x.reshape(-1, length).transpose().reshape(-1, 1);
    }

    /** s Σ_l: (L · B, 1) to (B). */
    private Tensor total(Tensor outputs) {
        return outputs.reshape(length, -1).sum(0L).times(scale);
    }

    private SequenceTimeEmbedding time() {
        return new SequenceTimeEmbedding(width);
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
        return description;
    }

    static SequencePotential from(Description description) {
        return new SequencePotential(
                description.integer("length"),
                description.integer("width"),
                description.integers("multipliers"),
                description.number("scale"),
                description.number("dropout"));
    }
}
