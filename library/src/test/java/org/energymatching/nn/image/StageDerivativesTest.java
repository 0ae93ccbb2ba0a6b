package org.energymatching.nn.image;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.layer.LayerDerivativesTest;
import org.energymatching.nn.layer.LayerDerivativesTest.Case;
import org.energymatching.nn.layer.Pass;
import org.energymatching.nn.layer.TimeEmbedding;
import org.energymatching.nn.layer.ValueAndPullback;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The chain rule as it is written out over the stages of heads and UNets is autograd's derivative. */
class StageDerivativesTest {

    static final List<Case> CASES = cases();

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Head head : List.of(SmallImages.vision(0.2), SmallImages.perceptron())) {
            cases.add(of(head.toString(), Heads.stages(head, Shape.of(2, 8, 8)), 3, 2, 8, 8));
        }
        for (boolean residual : List.of(true, false)) {
            UNet unet = new UNet(32, List.of(1, 2), 1, List.of(4), 2, 0, 0.2, residual);
            cases.add(of(unet.toString(), UNetStages.of(unet, 2, 8, false), 2, 2, 8, 8));
        }
        return cases;
    }

    private static Case of(String name, List<Stage> stages, long... extents) {
        List<ParameterSpec> specs =
                stages.stream().flatMap(stage -> stage.parameters().stream()).toList();
        return new Case(name, specs, Shape.of(extents), (x, pass) -> through(stages, x, pass));
    }

    private static ValueAndPullback through(List<Stage> stages, Tensor x, Pass pass) {
        boolean timed =
                pass.weights().specs().stream().anyMatch(spec -> spec.name().startsWith("time_embed"));
        Tensor e = timed ? TimeEmbedding.ofImages(32).apply(pass) : Tensor.zeros(Shape.of(1, 1));
        State state = State.of(x);
        List<Stage.Step> steps = new ArrayList<>();
        for (Stage stage : stages) {
            steps.add(0, stage.body().trace(state, e, pass));
            state = steps.get(0).state();
        }
        return ValueAndPullback.of(state.value(), gradient -> {
            State back = State.of(gradient);
            for (Stage.Step step : steps) {
                back = step.pullback().apply(back);
            }
            return back.value();
        });
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void theWayBackIsTheEnginesDerivative(Case stages) {
        LayerDerivativesTest.check(stages);
    }
}
