package org.energymatching.nn.image;

import java.util.Map;

/** The head that maps the output image of a {@link UNet} to one number: {@link VisionHead} or {@link PerceptronHead}. */
public sealed interface Head permits VisionHead, PerceptronHead {

    /** As values of a checkpoint's description, {@code type} first. */
    Map<String, Object> description();
}
