package org.energymatching.nn.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
import org.energymatching.nn.layer.TimeEmbedding;
import org.energymatching.nn.layer.ValueAndPullback;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * The potential of the paper's experiments on images: a {@link UNet} with a {@link Head} that maps its output to one number
 * (paper, appendix on architectures).
 *
 * <pre>V(x) = s · head(unet(x)),   or c · tanh(s · head(unet(x)) / c) where there is a clamp</pre>
 *
 * <p>The names and shapes of its parameters are those of the reference implementation's state dict.
 *
 * @param inputShape (channels, height, width)
 * @param unet the image-to-image network
 * @param head the map from its output to a number
 * @param scale s
 * @param softClamp c; infinity for none
 * @param conditions what V is conditioned on, embedded with the time: none in the paper
 * @param execution how it is computed, which is not part of the model
 */
public record ImagePotential(
        Shape inputShape,
        UNet unet,
        Head head,
        double scale,
        double softClamp,
        Conditions conditions,
        Execution execution)
        implements ConditionalArchitecture {

    public ImagePotential {
        int step = unet.coarsest();
        if (inputShape.rank() != 3
                || inputShape.at(0) < 1
                || inputShape.at(1) < 1
                || inputShape.at(1) != inputShape.at(2)) {
            throw new UsageException(
                    "A potential for pictures of shape " + inputShape + " was asked for.",
                    "Pictures have the shape (channels, height, width) with equal sides.",
                    "Choose for example (1, 28, 28) or (3, 32, 32).");
        }
        if (inputShape.at(1) % step != 0) {
            throw new UsageException(
                    "A UNet of " + unet.multipliers().size() + " levels was to look at pictures of " + inputShape.at(1)
                            + " pixels a side.",
                    "Each level but the first halves the side, so it is a multiple of " + step + ".",
                    "Take fewer levels, or resize the pictures.");
        }
        if (!(Math.abs(scale) > 0 && Math.abs(scale) < Double.POSITIVE_INFINITY) || !(softClamp > 0)) {
            throw new UsageException(
                    "An output scale of " + scale + " and a soft clamp at " + softClamp + " were asked for.",
                    "The scale is a number other than zero, the clamp above zero or infinite.",
                    "The paper takes a scale of 1000 and no clamp for CIFAR-10.");
        }
        stages(inputShape, unet, head, !conditions.isNone()); // this refuses heads and patches that do not fit
    }

    /** Without a clamp, with the default execution. */
    public ImagePotential(Shape inputShape, UNet unet, Head head, double scale) {
        this(inputShape, unet, head, scale, Double.POSITIVE_INFINITY, Conditions.none(), Execution.defaults());
    }

    /** The same potential under conditions. */
    public ImagePotential conditionedOn(Conditions others) {
        return new ImagePotential(inputShape, unet, head, scale, softClamp, others, execution);
    }

    /** The same potential with another execution. */
    public ImagePotential with(Execution other) {
        return new ImagePotential(inputShape, unet, head, scale, softClamp, conditions, other);
    }

    @Override
    public List<ParameterSpec> parameters() {
        return Stream.concat(
                        stages().stream().flatMap(stage -> stage.parameters().stream()),
                        time().conditionParameters(conditions.width()))
                .toList();
    }

    @Override
    public Tensor energy(Tensor x, Tensor condition, Parameters parameters, Dropout dropout) {
        Pass pass = new Pass(parameters, dropout, execution, true, Autodiff.isRecorded(x));
        Tensor e = time().apply(pass, condition);
        State state = begin(x, pass);
        for (Stage stage : stages()) {
            State before = state;
            state = State.within(() -> stage.body().trace(before, e, pass).state());
        }
        return state.value();
    }

    private State begin(Tensor x, Pass pass) {
        return State.of(pass.cast(pictures(x)));
    }

    /** The engine's layer normalisation and pointwise convolution have no exact third derivative. */
    @Override
    public boolean isSmooth() {
        return false;
    }

    /** By explicit derivatives, layer by layer: without a graph, in the precision of the execution. */
    @Override
    public Tensor drift(Tensor x, Tensor condition, Parameters parameters) {
        if (!execution.analytic()) {
            return ConditionalArchitecture.super.drift(x, condition, parameters);
        }
        return analyticDrift(x.detach(), condition, new Pass(parameters, Dropout.none(), execution, false));
    }

    /** The same derivatives, with their operations recorded. */
    @Override
    public Tensor trainableDrift(Tensor x, Tensor condition, Parameters parameters, Dropout dropout) {
        if (!execution.analytic()) {
            return ConditionalArchitecture.super.trainableDrift(x, condition, parameters, dropout);
        }
        return analyticDrift(x, condition, new Pass(parameters, dropout, execution, true));
    }

    private Tensor analyticDrift(Tensor x, Tensor condition, Pass pass) {
        ValueAndPullback traced = trace(x, condition, pass);
        Tensor ones = traced.value().onesLike();
        return traced.pullback().apply(ones).negate().reshape(x.shape().extents());
    }

    private ValueAndPullback trace(Tensor x, Tensor condition, Pass pass) {
        Tensor e = time().apply(pass, condition);
        List<Stage.Step> steps = new ArrayList<>();
        State state = begin(x, pass);
        for (Stage stage : stages()) {
            Stage.Step step = stage.body().trace(state, e, pass);
            steps.add(step);
            state = step.state();
        }
        return ValueAndPullback.of(state.value(), gradient -> {
            State back = State.of(gradient);
            for (int i = steps.size() - 1; i >= 0; i--) {
                back = steps.get(i).pullback().apply(back);
            }
            return pass.toSingle(back.value());
        });
    }

    @Override
    public Tape tape(Parameters trainable, Dropout dropout) {
        return execution.checkpointing() && execution.analytic() && conditions.isNone()
                ? new CheckpointingTape(
                        this, dropout, inputShape, stages(), time(), new Pass(trainable, dropout, execution, true))
                : Tape.recording(this, trainable, dropout);
    }

    private TimeEmbedding time() {
        return TimeEmbedding.ofImages(unet.width());
    }

    /** The last stage: the head's number, (B, 1), as the energy, (B). */
    private Stage last() {
        return new Stage(
                List.of(),
                (state, e, pass) -> Stage.Step.of(ValueAndPullback.of(state.value())
                        .then(y -> ValueAndPullback.of(
                                pass.toSingle(y).reshape(-1),
                                gradient -> pass.cast(gradient).reshape(-1, 1)))
                        .then(this::output)));
    }

    /** The head's number times the scale, within the clamp. */
    private ValueAndPullback output(Tensor number) {
        if (Double.isInfinite(softClamp)) {
            return ValueAndPullback.of(number.times(scale), gradient -> gradient.times(scale));
        }
        Tensor bounded = number.times(scale / softClamp).tanh();
        return new ValueAndPullback(
                bounded.times(softClamp),
                List.of(bounded),
                gradient -> gradient.times(bounded.square().negate().plus(1)).times(scale));
    }

    private Tensor pictures(Tensor x) {
        return x.reshape(-1, inputShape.at(0), inputShape.at(1), inputShape.at(2));
    }

    private List<Stage> stages() {
        List<Stage> stages = stages(inputShape, unet, head, !conditions.isNone());
        stages.add(last());
        return stages;
    }

    /** The stages from an image to the head's number. */
    private static List<Stage> stages(Shape picture, UNet unet, Head head, boolean conditional) {
        List<Stage> stages =
                UNetStages.of(unet, Math.toIntExact(picture.at(0)), Math.toIntExact(picture.at(1)), conditional);
        stages.addAll(Heads.stages(head, picture));
        return stages;
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "image");
        description.put("channels", inputShape.at(0));
        description.put("side", inputShape.at(1));
        description.put("unet", unet.description());
        description.put("head", head.description());
        description.put("scale", scale);
        if (!Double.isInfinite(softClamp)) {
            description.put("softClamp", softClamp);
        }
        if (!conditions.isNone()) {
            description.put("conditions", conditions.description());
        }
        return description;
    }

    public static ImagePotential from(Description description) {
        int side = description.integer("side");
        return new ImagePotential(
                Shape.of(description.integer("channels"), side, side),
                UNet.from(description.part("unet")),
                Heads.from(description.part("head")),
                description.number("scale"),
                description.values().containsKey("softClamp")
                        ? description.number("softClamp")
                        : Double.POSITIVE_INFINITY,
                description.conditions(),
                Execution.defaults());
    }
}
