package org.energymatching.nn.image;

import java.util.List;
import org.energymatching.nn.Description;
import org.energymatching.tensor.Shape;

/** The functions of every {@link Head} inside a network. */
final class Heads {

    private Heads() {}

    /** The stages from an image of this shape, (C, H, W), to one number for each row, (B, 1). */
    static List<Stage> stages(Head head, Shape picture) {
        return head instanceof VisionHead vision ? vision.stages(picture) : ((PerceptronHead) head).stages(picture);
    }

    /** The head of a description. */
    static Head from(Description description) {
        return switch (description.word("type")) {
            case "vision" -> VisionHead.from(description);
            case "perceptron" -> new PerceptronHead(description.integers("widths"));
            default -> throw description.malformed();
        };
    }
}
